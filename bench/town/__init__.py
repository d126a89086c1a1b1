"""The town of the bench: many stations with years behind them, written by COPY, every book true."""
