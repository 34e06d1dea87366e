"""A peer in a process of its own: `peer.py KIT`, where KIT is torch or openblas (KIT_kit.py).

It says "hello NAME VERSION" or "missing WHY", then answers lines:
  prepare SECONDS MODULE TASK ARGUMENT…  "ready SECONDS_PER_RUN LABEL" or "failed WHY"; a sample will take about SECONDS
  sample                                 the seconds of one run, by this process's clock
  result                                 up to 64 numbers of what the last run computed, evenly spaced
  drop                                   forgets the task and its memory

A task is a function of MODULE that makes the operands and returns one run, as a function without arguments, or a
dictionary with "run" and, if wanted, "result" (a function that gives the result as a NumPy array in Kiln's layout) and
"label" (what to add to the peer's name, such as a memory format).
"""
import gc
import importlib
import sys
import time

try:
    kit = importlib.import_module(sys.argv[1] + "_kit")
except ImportError as error:
    print("missing " + sys.argv[1] + ": " + str(error), flush=True)
    sys.exit(1)


def sample(run, count):
    start = time.perf_counter()
    for _ in range(count):
        run()
    return (time.perf_counter() - start) / count


def prepare(seconds, module, task, *arguments):
    kit.begin()
    made = getattr(importlib.import_module(module), task)(*arguments)
    made = made if isinstance(made, dict) else {"run": made}
    run = made["run"]
    # Warm up: page faults, caches, what the library plans on the first call.
    begin, runs = time.perf_counter(), 0
    while runs < 2 or time.perf_counter() - begin < 0.2:
        run()
        runs += 1
    once = sample(run, max(1, runs // 10))
    made["once"] = once
    made["count"] = max(1, int(float(seconds) / once))
    return made


def answer(line, made):
    word, *rest = line.split()
    if word == "prepare":
        made = prepare(*rest)
        print("ready %r %s" % (made["once"], made.get("label", "")), flush=True)
    elif word == "sample":
        # What ran in between left the caches cold and the threads asleep: that is nobody's to measure.
        if made["once"] < 0.02:
            made["run"]()
        print(repr(sample(made["run"], made["count"])), flush=True)
    elif word == "result":
        values = made["result"]().reshape(-1) if "result" in made else []
        step = max(1, -(-len(values) // 64))
        print(" ".join(repr(float(v)) for v in values[::step]), flush=True)
    else:
        made = None
        gc.collect()
        print("dropped", flush=True)
    return made


print("hello " + kit.NAME, flush=True)
made = None
for line in sys.stdin:
    try:
        made = answer(line, made)
    except Exception as error:  # The harness reports it; the next task may do better.
        made = None
        print("failed " + type(error).__name__ + ": " + " ".join(str(error).split()), flush=True)
