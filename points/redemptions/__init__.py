"""Reserving, handing over, selling and taking back goods."""
