"""What-ifs: policies and settings against the baseline, paired replication by replication under common luck."""
