"""Where we are slower: said by each benchmark itself, from its own figures."""

MARK = "We lose: "


def tell_losses(times, ours, what):
    """Print a line for each way that is faster than ours.

    Parameters
    ----------
    times : dict of str to float
        Seconds, by the name of the way.
    ours : str
        Which of them is ours.
    what : str
        What was timed.
    """
    for name, seconds in times.items():
        if seconds < times[ours]:
            ratio = times[ours] / seconds
            print(f"{MARK}{what}: {name} is {ratio:.2f} times as fast as {ours}.")
