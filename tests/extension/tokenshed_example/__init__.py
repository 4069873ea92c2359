"""Claimants and a thrifty strategy for Tokenshed: importing this package lets world files have both."""

from .claimants import Claimant, ClaimantSection
from .thrifty import Thrifty, ThriftySection

__all__ = ["Claimant", "ClaimantSection", "Thrifty", "ThriftySection"]
