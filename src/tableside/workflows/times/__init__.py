"""Which times are free, why others are not, and a hold on the one that somebody chose."""
