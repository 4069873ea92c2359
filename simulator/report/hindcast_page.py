"""The text of the hindcast's page, with places for what comes from a run."""

PAGE = """# How well the model does on history

Written by `tokenshed hindcast --docs docs` (`make hindcast`); do not edit. `{world}`, models of `{source}`,
{replications} futures an origin, seed {seed}.

At each of the dates below the world is fitted to the models that had been published before it, simulated on, and held
against those that came after. Scored is log10 of the tokens of each new model (figures that are reported, likely or
derived), given its size and date, and neither its makers nor its compute. The CRPS is a mean distance in log10: 0.3
is a factor of two. Skill is 1 - CRPS / CRPS of a baseline:

- **log-linear trend**, as Epoch AI draws trends of corpora: log10 tokens straight in the date, least squares over the
  same models, with its predictive distribution (Student's t).
- **persistence**: the mean of the last day on which a model was published, with the spread of earlier changes from
  day to day.

## Scores

| before | known | new | CRPS | trend | persistence | 50 % | 80 % | 95 % | skill vs trend | vs persistence | error |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
{scores}

Error is the mean of log10 of what came over the median forecast: above zero, more tokens than foretold. New are all
later models, so that early origins look five years ahead and late ones months.

![CRPS and coverage by origin](figures/hindcast/scores.png)

{verdict}

{misses}

![Tokens of models as foretold and as they came](figures/hindcast/models.png)

What there was to foretell, over all models of the table:

| year | models | tokens, geometric mean [T token] | times the year before |
| ---: | ---: | ---: | ---: |
{yearly}

## How it is done

**The fit** is two regressions with normal priors, exact for each point of a grid over what they take as given, and
weighed over the grid by the evidence, so that the same models give the same fit to the bit.

    compute of record runs:  log10 C = level + growth t + wandering(t) + lab + lab's growth t + noise
    tokens of all models:    log10 D = level + ((1 - e) / 2 growth + drift) t + wandering(t)
                                       + e (log10 N - 10) + lab + noise

t counts from the date, N are active parameters, and wandering goes half a year by half a year. That is k by size and
date, D being 20 k N: k falls with size as N^(e - 1). The middle term is the model's own: labs that keep the k of
their largest models put half of the growth of compute into tokens ([MODEL.md](../MODEL.md), 7.2), and at a given size
there are more of them as leads grow. Drift lets k rise or fall for good, and wandering lets it do so by chance. What
a straight line takes from all years alike, the fit takes from the last ones: where corpora are now, and how fast
compute grows. Labs are drawn towards each other as far as few models of each say little (partial pooling); so are the
years between their generations. New labs appear as often as they did.

**The futures.** Each replication draws the fit, and every other uncertain number of the world, anew, and is one run
of the simulator: labs with compute, cadence, families and overtraining of the draw plan, find what data there are,
and train. The k of a lab's lead follows from its compute and the corpus that size and date want. Labs that had
published are in the world; the others stand for newcomers, one after the other. The forecast of a model is what labs
picked by chance would have a model of this size see at this date, give or take the spread of single models.

**Why so.** A regression alone has no labs, no supply and no largest corpus. Simulation alone, with the numbers of the
world, knows what came: they were solved from models up to 2025.

{simulated}

## Other beliefs

Priors are judged, by people who knew how it went on. What if they had believed something else? The fit alone, means
over the origins:

| beliefs | CRPS | skill vs trend | least skill | within 80 % |
| --- | ---: | ---: | ---: | ---: |
{beliefs}

{believed}

## The largest corpus

Every half year after each date, and the day of the last model, which is told in full. The largest corpus is a matter
of single labs. It hardly grew from 1 T of T5 in 2019 to 1.5 T in June 2023, which is rare in futures where compute
grows, so that early origins foretell too much.

| known before | dates | CRPS | within 80 % | last | published [T token] | foretold (80 %) |
| --- | ---: | ---: | ---: | ---: | ---: | ---: |
{largest}

![The largest corpus as foretold and as published](figures/hindcast/largest.png)

## k by size

Median overtraining k of new models by active parameters, over the origins that have any.

| active parameters | origins | published median k | over the forecast's median | CRPS | within 80 % |
| --- | ---: | ---: | ---: | ---: | ---: |
{sizes}

## Models a year

The table of models is a choice and no census, so that this tells of the table as much as of labs: it holds more of
the years in which many small labs published. The world has fewer labs than the table, and each comes out with all
sizes of its family; after years with many first models it has too many newcomers.

| known before | year | foretold (80 %) | in the table |
| --- | ---: | ---: | ---: |
{published}

## What still knows later years

Replaced by the fit, and so known only from models before the date: compute of labs and its growth, their cadence,
families, k of the leads at every date, how tokens rise with size, which labs there are, and tapers, which are left
out. A test changes, shuffles and adds later models and finds the same fit to the bit, and the same
forecasts.

Not replaced, and so written by people of 2024 to 2026:

- **stocks** of public text and everything else, their growth and how often they can be repeated (Villalobos et al.
  2024 and others). They bind only where a future wants more than there is, and they then cut the largest forecasts;
- **users, prices, publishers, owners**: they act in the runs, and touch corpora of these years little;
- **priors** above, and the form of the fit: half of compute into tokens is the rule of Hoffmann et al. (March 2022),
  and earlier origins would have believed Kaplan et al. (2020), who put a quarter into them;
- **the table** itself: which models anybody found worth a row, and what became known of them only later.

## From Python

```python
from simulator import calibrate, hindcast

found = hindcast(train_until="2024-07-01", replications=4)
print(found.scores[["train_until", "n_train", "n_test", "skill_vs_trend"]])
print(found.forecasts[["name", "observed", "q05", "q50", "q95"]].head())
calibrate("fitted.yaml", train_until="2024-07-01")
```

Few futures are a lottery: from seed to seed the skill at one date varies by about 0.3 / sqrt(futures) (one standard
deviation), so that the command warns below 50. A table of your own (`--observations`) is refused where tokens or sizes
cannot be those of a model, as when they are in T or B, and where a model stands in it twice.
"""
