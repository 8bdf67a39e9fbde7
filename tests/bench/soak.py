"""Looks at a running gateway every ten seconds: memory, threads, open files, and the size of what it writes. Used by bench.py's
measure `soak`, which says whether they are flat."""
import os
import statistics
import threading
import time

EVERY = 10.0


def look(pid, folder):
    """One sample: seconds, and what the process and its data folder take."""
    with open(f"/proc/{pid}/status") as status:
        fields = dict(line.split(":", 1) for line in status)
    number = lambda name: int(fields[name].split()[0])
    size = lambda name: os.path.getsize(os.path.join(folder, "data", name)) // 1024
    return {"at": time.monotonic(), "rss_kb": number("VmRSS"), "data_kb": number("VmData"), "threads": number("Threads"),
            "files": len(os.listdir(f"/proc/{pid}/fd")), "db_kb": size("countersign.db"), "wal_kb": size("countersign.db-wal")}


class Watch:
    """Samples from the moment the block is entered until it is left."""

    def __init__(self, pid, folder, log):
        self.pid, self.folder, self.log, self.samples = pid, folder, log, []
        self.over = threading.Event()
        self.thread = threading.Thread(target=self.run, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.thread.join()

    def run(self):
        while not self.over.wait(EVERY):
            sample = look(self.pid, self.folder)
            self.samples.append(sample)
            print(" ".join(f"{key}={value:.0f}" for key, value in sample.items()), file=self.log, flush=True)

    def figures(self):
        """First and last quarter after the warm-up (the first quarter of all samples), and the growth between them."""
        warm = self.samples[len(self.samples) // 4:]
        quarter = max(1, len(warm) // 4)
        first, last = warm[:quarter], warm[-quarter:]
        middle = lambda some, key: statistics.median(one[key] for one in some)
        minutes = (middle(last, "at") - middle(first, "at")) / 60 or 1
        found = {}
        for key in ("rss_kb", "data_kb", "threads", "files", "wal_kb"):
            found[key + "_first"], found[key + "_last"] = middle(first, key), middle(last, key)
        found["rss_kb_per_minute"] = (found["rss_kb_last"] - found["rss_kb_first"]) / minutes
        found["db_kb_last"] = self.samples[-1]["db_kb"]
        return found
