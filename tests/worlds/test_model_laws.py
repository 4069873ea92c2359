"""The equations of MODEL.md for laws and draws, written a second time from the page and compared with the code."""

import random
from math import exp, inf, log, log2, log10, sqrt
from statistics import NormalDist

import pytest
from scipy.special import polygamma

from tests.by_hand import LAWS, R, equation, f, root, s, same
from worlds.config import units
from worlds.config.loading import load_world
from worlds.config.number import Bounds, Number
from worlds.config.settings import Setting
from worlds.config.values import central
from worlds.laws import appeal, consent, growth, overtraining, price, privacy, repetition, scaling, synthesis, transfer
from worlds.pools.offers import Reader, offers_of
from worlds.pools.pool import Pool


@equation("relax")
def test_a_share_relaxes(chance: random.Random) -> None:
    x, to, h, t = chance.random(), chance.random(), chance.uniform(0.01, 3), chance.uniform(0, 30)
    assert same(growth.relax(x, to, h, t), to + (x - to) * exp(-h * t), 1.0)


@equation("draw")
def test_numbers_are_drawn_with_a_spread_of_their_own_on_each_side(chance: random.Random) -> None:
    value, u = chance.uniform(0.1, 0.9), chance.random()
    low, high = value * chance.uniform(0.1, 0.9), value * chance.uniform(1.1, 3)
    z, normal = NormalDist().inv_cdf((1 + 0.95) / 2), NormalDist()
    below, above = (log(value) - log(low)) / z, (log(high) - log(value)) / z
    p_high = normal.cdf((log(1.0) - log(value)) / above)
    p = u * p_high
    wanted = exp(log(value) + normal.inv_cdf(p) * (below if p < 0.5 else above))
    bounds = Bounds(low=0.0, high=1.0)
    number = Number(value, units.SHARE, bounds, low=low, high=high, coverage=0.95, distribution="lognormal")
    assert same(number.quantile(u), wanted)
    flat = Number(value, units.RATIO, low=low, high=high, coverage=1.0, distribution="uniform")
    edge = low if u < 0.5 else high
    assert same(flat.quantile(u), value + (edge - value) * abs(1 - 2 * u))


@equation("loss", "flop", "optimum", "optimum-for", "equivalent")
def test_the_law_of_loss_and_its_optimum(chance: random.Random) -> None:
    law = chance.choice(LAWS)
    e, a, b, alpha, beta = law.irreducible, law.size_scale, law.data_scale, law.alpha, law.beta
    n, d = 10 ** chance.uniform(7, 14), 10 ** chance.uniform(9, 16)
    assert same(law.loss(n, d), e + a / n**alpha + b / d**beta)
    assert law.loss(0, d) == law.loss(n, 0) == inf
    c = 6 * n * d
    assert same(scaling.train_flop(n, d), c)
    assert same(transfer.compute_per_written_token(1.0, n, n), 1 + 2 / 6)
    g = (alpha * a / (beta * b)) ** (1 / (alpha + beta))
    best = g * (c / 6) ** (beta / (alpha + beta))
    assert same(law.optimal_size(c), best)
    assert same(law.optimal_tokens(c), c / (6 * best))
    assert same(law.optimal_size_for(d), (g * d) ** ((alpha + beta) / alpha) / d)
    assert same(law.compute_equivalent(0.3, 0.2), 1.5 ** ((alpha + beta) / (alpha * beta)))


@equation("k", "k-law", "k-cost")
def test_overtraining_and_what_it_costs(chance: random.Random) -> None:
    law, k, c = chance.choice(LAWS), 10 ** chance.uniform(-2, 3), 10 ** chance.uniform(20, 30)
    d = sqrt(20 * k * c / 6)
    assert same(overtraining.tokens_at(k, c), d)
    assert same(overtraining.size_for(k, d), d / (20 * k))
    assert same(overtraining.overtraining(d / (20 * k), d), k)
    assert same(overtraining.flop_at(k, d), 6 * d**2 / (20 * k))
    best = law.optimal_size(c)
    assert same(overtraining.optimal_ratio(law, c), c / 6 / best**2 / 20)
    cost = (law.beta * k ** (law.alpha / 2) + law.alpha * k ** (-law.beta / 2)) / (law.alpha + law.beta)
    assert same(overtraining.loss_penalty(law, k), cost)
    assert same(
        law.reducible_loss(best / sqrt(k), c / 6 / best * sqrt(k)), cost * law.reducible_loss(best, c / 6 / best)
    )


@equation("k-inference", "k-profit", "k-market")
def test_strategies_choose_k(chance: random.Random) -> None:
    law, c, served = chance.choice(LAWS[:1] + LAWS[-1:]), 10 ** chance.uniform(22, 29), 10 ** chance.uniform(10, 15)
    k_law, power = c / 6 / law.optimal_size(c) ** 2 / 20, 2 / (law.alpha + law.beta)

    def more(log_k: float) -> float:
        return log_k - log(k_law) - power * log(1 + served / (3 * sqrt(20 * exp(log_k) * c / 6)))

    fixed_point = min(500.0, exp(root(more, log(k_law) - 1, log(k_law) + 30)))
    assert overtraining.with_inference(law, c, served, 500.0) == pytest.approx(fixed_point, rel=1e-11)
    r, h = chance.uniform(5, 10), chance.uniform(0.5, 4)
    e = max(0.0, h - 1) / r
    ratio = law.alpha / law.beta * (law.beta + e) / (law.alpha - e) if e < law.alpha else inf
    assert same(overtraining.most_profitable(law, c, r, h, 500.0), min(500.0, k_law * ratio**power))
    a, slope = 10.2 + 0.42 * log10(served / 1e12), 0.84
    log_n = (log10(c / 120) - a) / (2 - slope)
    at_market = overtraining.at_market(c, served / 1e12, 10.2, 0.42, slope, 500.0)
    assert same(at_market, min(500.0, 10 ** (a - slope * log_n)))
    if at_market < 500:
        assert 120 * at_market * 10 ** (2 * log_n) == pytest.approx(c, rel=1e-10)


@equation("repeat", "epoch", "epoch-cap", "excess", "penalty", "memorised")
def test_repetition_and_memory(chance: random.Random) -> None:
    n, u, m = 10 ** chance.uniform(9, 15), 10 ** chance.uniform(9, 15), chance.uniform(1, 16)
    assert same(repetition.effective_tokens(n, u, R), f(n, u))
    assert same(repetition.epoch_value(n / u, R), s(n / u))
    cap = 1 - R * log(1 - (m - 1) / R)
    assert same(repetition.epoch_cap(m, R), cap)
    assert same(f(cap * u, u), m * u, u * R)
    assert same(repetition.effective_size(n, u, 5.309743), f(n, u, 5.309743))
    delta, kappa = chance.uniform(0.5, 2), chance.uniform(0.2, 1)
    harm = 0.02 * m**delta * (n / u) ** kappa
    assert same(repetition.overfitting_penalty(m, n, u, 0.02, delta, kappa), harm)
    assert repetition.overfitting_penalty(0.0, n, u, 0.02, delta, kappa) == 0
    recited = min(1.0, 0.001 * (m**3 - 1) * max(0.0, 1 + 0.5 * log10(n / 6e9)))
    assert same(repetition.memorised_share(m, n, 0.001, 0.5), recited)
    assert repetition.memorised_share(1.0, n, 0.001, 0.5) == 0


@equation("gate", "written", "willingness")
def test_what_size_compute_and_money_do_to_a_token(chance: random.Random) -> None:
    law, n, d = chance.choice(LAWS), 10 ** chance.uniform(8, 14), 10 ** chance.uniform(10, 16)
    assert same(transfer.gate(n, 28e9), 1 / (1 + exp(-log10(n / 28e9))))
    assert transfer.gate(0.0, 28e9) == 0
    assert same(transfer.compute_per_written_token(0.3, n, d), 1 + (2 * n / 0.3) / (6 * d))
    w = 6 * n * 1.5e-18 * (law.beta * law.data_scale * d**-law.beta) / (law.alpha * law.size_scale * n**-law.alpha)
    assert same(price.willingness_to_pay(law, n, d, 1.5e-18), w)
    loaded = load_world("minimal", [Setting("pools.public_text.price", "0.5 USD/Mtoken")])
    pool = Pool("public_text", loaded.world.pools["public_text"], central(loaded), 2020.0, R)
    reader = Reader(n, 1e13, w, {}, premiums={"public_text": 2.0}, levy=3e-7)
    assert same(offers_of(pool, 2020.0, reader, central(loaded))[0].price, (5e-7 * 2 + 3e-7) / w)


@equation("synthetic-quality", "collapse", "ancestry")
def test_what_a_synthetic_token_is_worth(chance: random.Random) -> None:
    g, tail, bias, loss = chance.randint(0, 9), chance.random(), chance.random(), chance.uniform(0, 1)
    text = synthesis.written_by(synthesis.Ancestry(float(g), tail, bias, g), 0.05, 0.03)
    wanted = (g + 1.0, tail * 0.95, 1 - (1 - bias) * 0.97, g + 1)
    assert (text.generation, text.tail, text.bias, text.depth) == pytest.approx(wanted, rel=1e-12)
    accumulated = sum(1 / i**2 for i in range(1, g + 2))
    assert same(synthesis.collapse_error(g + 1.0, "accumulate"), accumulated)
    half = 3.141592653589793**2 / 6 - float(polygamma(1, g + 1.5))
    assert same(synthesis.collapse_error(g + 0.5, "accumulate"), half)
    assert synthesis.collapse_error(g + 0.5, "replace") == g + 0.5
    for regime, error in (("accumulate", accumulated), ("replace", g + 1.0)):
        q = exp(-loss) * exp(-0.05 * (1 - 0.4) * error) * wanted[1] * (1 - wanted[2])
        assert same(synthesis.quality(loss, text, 0.4, 0.05, regime), q)  # type: ignore[arg-type]


@equation("closing", "learning", "incidents", "appeal")
def test_how_others_answer(chance: random.Random) -> None:
    p, deals, loss = chance.uniform(0, 9), chance.randint(0, 20), 10 ** chance.uniform(-3, 1)
    assert same(1 - consent.closed(p, 0.45, 2.0), 1 - 0.45 * p / (p + 2.0))
    assert same(consent.learned(deals, 0.2), (1 + deals) ** log2(1 - 0.2))
    assert consent.learned(deals, 1.0) == (1 if deals == 0 else 0)
    assert same(privacy.incident_rate(p * 1e12, 5e-14, 0.3, 0.02, 0.4), min(365.0, 5e-14 * p * 1e12 * 0.6 + 0.02 * 0.3))
    assert privacy.incident_rate(1e20, 1.0, 1.0, 1.0, 0.0) == 365
    assert same(appeal.appeal(loss, 0.12, 7.0), exp(min(200.0, max(-200.0, 7 * log(0.12 / loss)))))
    assert appeal.appeal(0.0, 0.12, 7.0) == exp(200.0)
    assert appeal.appeal(inf, 0.12, 7.0) == exp(-200.0)


@equation("price")
def test_a_price_drifts_in_two_stretches(chance: random.Random) -> None:
    pace, target, wanted, felt = chance.uniform(0, 3), chance.random(), chance.uniform(0, 4), chance.uniform(0, 4)
    first, t = 1e-6, chance.uniform(0, 20)
    ends = [t]
    if (felt - target) * (wanted - target) < 0:  # what is felt passes the target on its way
        ends.insert(0, min(t, log((felt - wanted) / (target - wanted))))
    log_p, begun = log(first * 3), 0.0
    for end in ends:
        x = wanted + (felt - wanted) * exp(-begun)
        log_p += pace * ((wanted - target) * (end - begun) + (x - wanted) * (1 - exp(begun - end)))
        log_p, begun = min(max(log_p, log(first / 30)), log(30 * first)), end
    p, now = price.drifted(first * 3, pace, target, wanted, felt, t, first / 30, first * 30)
    assert same(log(p), log_p)
    assert same(now, wanted + (felt - wanted) * exp(-t))


@equation("taper")
def test_growth_tapers(chance: random.Random) -> None:
    g0, last, since, time = log(chance.uniform(1, 6)), log(chance.uniform(1, 3)), 2025.0, chance.uniform(1, 10)
    g1, begin, end = min(g0, last), chance.uniform(2018, 2040), chance.uniform(2018, 2040)

    def grown(year: float) -> float:
        t = year - since
        return g0 * t if t <= 0 else g1 * t + (g0 - g1) * time * (1 - exp(-t / time))

    assert same(growth.log_growth(g0, begin, end, growth.Taper(since, last, time)), grown(end) - grown(begin), 40.0)
