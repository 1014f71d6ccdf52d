"""Snapshots made by hand for the views' tests: real listings, a round robin of fixed slices, every kind of state."""

from __future__ import annotations

import dis
from dataclasses import dataclass, replace

from desktop_app.analysis.snapshot import (
    CoreState,
    CoreView,
    Flight,
    NextDispatch,
    ProcessView,
    Snapshot,
    StackView,
    ThreadRef,
    VariableView,
    WaitingView,
)
from desktop_app.model.listing import CodeListing, ListingLine
from desktop_app.model.states import ThreadState

SLOT_NS = 100_000
#: Where a pipeline begins to fill, in phases: far enough back for the longest ride.
FIRST_PHASE = -8.0

APP = "x = 10\ny = 20\nz = x + y\n"
LONG = """\
numbers_to_be_added_together = [3, 1, 4, 1, 5, 9, 2, 6]
total_of_everything_so_far = 0
for index_of_this_number in range(1000000):
    total_of_everything_so_far = total_of_everything_so_far + index_of_this_number * 123456789
    if total_of_everything_so_far > 10 ** 12:
        print('the total has become larger than a million million', total_of_everything_so_far)
"""


def real_listing(source: str, program: str) -> CodeListing:
    """Return CPython's own listing of ``source``."""
    code = compile(source, program, "exec")
    instructions = list(dis.get_instructions(code))
    ends = [instruction.offset for instruction in instructions[1:]] + [len(code.co_code)]
    lines = []
    for instruction, end in zip(instructions, ends, strict=True):
        where = instruction.positions
        short = instruction.opname.split("_")[0]
        lines.append(
            ListingLine(
                address=instruction.offset,
                raw=code.co_code[instruction.offset : end],
                opname=instruction.opname,
                argument=instruction.argrepr,
                chip=f"{short} {instruction.argrepr}".strip(),
                line=(where.lineno or 0) if where else 0,
                column=where.col_offset if where and where.col_offset is not None else -1,
                end_column=where.end_col_offset if where and where.end_col_offset is not None else -1,
            )
        )
    return CodeListing(
        program=program, source=source, python="3.13.0", lines=tuple(lines), code_bytes=len(code.co_code)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A machine whose cores take threads in turn.

    Attributes:
        cores: Number of cores.
        processes: Number of processes.
        threads: Threads of each process.
        quantum_ns: How long each thread keeps a core.
        switch_ns: Time of a context switch.
        skew_ns: How much later each core is dispatched than the one before it.
        source: The program.
        program: Its file name.
        bursts: Whether the last process has bursts instead of a program.
        ended: How many of the first processes have ended.
        waiting: How many of the last threads wait for a device.
        forwarded: Whether operands are handed on within the core.
    """

    cores: int = 4
    processes: int = 2
    threads: int = 2
    quantum_ns: int = 1_000_000
    switch_ns: int = 0
    skew_ns: int = 0
    source: str = APP
    program: str = "app.py"
    bursts: bool = False
    ended: int = 0
    waiting: int = 0
    forwarded: bool = False

    def at(self, t_ns: int) -> Snapshot:
        """Return the snapshot at a time."""
        listing = real_listing(self.source, self.program)
        refs = [
            ThreadRef(index=p * self.threads + n, label=f"P{p + 1}·T{n + 1}", process=p)
            for p in range(self.ended, self.processes)
            for n in range(self.threads)
        ]
        runnable = refs[: max(0, len(refs) - self.waiting)]
        waits = refs[len(runnable) :]
        cores = tuple(self._core(number, t_ns, runnable, listing) for number in range(self.cores))
        running = {core.thread.index for core in cores if core.thread}
        ready = tuple(ref for ref in runnable if ref.index not in running)
        waiting = tuple(
            WaitingView(
                thread=ref,
                cause=("disk", "net", "P1's GIL")[number % 3],
                since_ns=max(0, t_ns - 400_000 * (number + 1)),
                until_ns=t_ns + 500_000 if number % 3 < 2 else None,
            )
            for number, ref in enumerate(waits)
        )
        return Snapshot(
            t_ns=t_ns,
            title="Two launches, one program",
            subtitle="a program is like a class, its processes are like objects",
            summary=f"Round robin · quantum 1 ms · {self.cores} cores · GIL on",
            end_ns=max(20_000_000, t_ns),
            finished=True,
            slot_ns=SLOT_NS,
            processes=tuple(self._process(p, listing, cores, ready, waiting, t_ns) for p in range(self.processes)),
            cores=cores,
            ready=ready,
            fifo_order=True,
            waiting=waiting,
            upcoming=NextDispatch(thread=ready[0], core=1, at_ns=t_ns + 310_000) if ready else None,
            terminated=not refs,
        )

    def _core(self, number: int, t_ns: int, refs: list[ThreadRef], listing: CodeListing) -> CoreView:
        local = t_ns - number * self.skew_ns
        period = self.quantum_ns + self.switch_ns
        turn, into = divmod(max(0, local), period)
        idle = local < 0 or not refs or (len(refs) < self.cores and number >= len(refs))
        ref = None if idle else refs[(number + turn * self.cores) % len(refs)]
        blank = CoreView(
            number=number,
            state=CoreState.IDLE,
            thread=None,
            idle_reason="the ready queue is empty",
            slice_used_ns=0,
            slice_ns=self.quantum_ns,
            switch_share=0.0,
            flights=(),
            burst=None,
            pc=None,
            top="",
            switches=turn,
        )
        if ref is None:
            return blank
        if into < self.switch_ns:
            share = into / self.switch_ns
            before = refs[(number + (turn - 1) * self.cores) % len(refs)] if turn else None
            return replace(
                blank, state=CoreState.SWITCHING, thread=ref, idle_reason="", switch_share=share, leaving=before
            )
        used = into - self.switch_ns
        running = replace(
            blank, state=CoreState.RUNNING, thread=ref, idle_reason="", slice_used_ns=used, switches=turn + 1
        )
        if self.bursts and ref.process == self.processes - 1:
            return replace(running, burst=(used + turn * self.quantum_ns // 7, 3_000_000))
        flights = self._flights(ref, used, turn, listing)
        executing = [flight for flight in flights if -1 <= flight.phase < 0]
        pc = listing.lines[executing[0].line].address if executing else None
        return replace(running, flights=flights, pc=pc, top="20" if pc else "")

    def _flights(self, ref: ThreadRef, used_ns: int, turn: int, listing: CodeListing) -> tuple[Flight, ...]:
        slots = used_ns / SLOT_NS
        total = self.quantum_ns // SLOT_NS
        clock = slots if slots >= 1 else FIRST_PHASE + (1 - FIRST_PHASE) * slots
        first = turn * total // 3
        flights = []
        for key in range(total):
            phase = clock - key
            if FIRST_PHASE <= phase < 1:
                index = (first + key) % len(listing.lines)
                line = listing.lines[index]
                store = line.opname.startswith("STORE") and phase >= 0
                flights.append(
                    Flight(
                        process=ref.process,
                        line=index,
                        chip=line.chip,
                        phase=phase,
                        result=f"{line.argument} = 30" if store else "",
                        key=first + key,
                        operand=line.argument if line.opname.startswith("LOAD") and phase >= -1 else "",
                        forwarded=self.forwarded,
                    )
                )
        return tuple(flights)

    def _process(  # noqa: PLR0917 - a test's own
        self,
        index: int,
        listing: CodeListing,
        cores: tuple[CoreView, ...],
        ready: tuple[ThreadRef, ...],
        waiting: tuple[WaitingView, ...],
        t_ns: int,
    ) -> ProcessView:
        ended = index < self.ended
        running = {core.thread.index for core in cores if core.thread and core.state is CoreState.RUNNING}
        waits = {wait.thread.index for wait in waiting}
        stacks = []
        counts = dict.fromkeys(ThreadState, 0)
        for n in range(self.threads):
            ref = ThreadRef(index=index * self.threads + n, label=f"P{index + 1}·T{n + 1}", process=index)
            state = ThreadState.READY
            if ended:
                state = ThreadState.TERMINATED
            elif ref.index in running:
                state = ThreadState.RUNNING
            elif ref.index in waits:
                state = ThreadState.WAITING
            counts[state] += 1
            stacks.append(StackView(thread=ref, state=state, values=("10", "20")[: (n + index) % 3]))
        bursts = self.bursts and index == self.processes - 1
        names = list(dict.fromkeys(line.argument for line in listing.lines if line.opname.startswith("STORE_NAME")))
        variables = tuple(
            VariableView(
                name=name,
                text=str((place + 1) * 10) if place < 2 or ended else "",
                written_ns=t_ns - (60_000 + place * 500_000) if place < 2 or ended else None,
                writer=f"P{index + 1}·T1" if place < 2 else "",
            )
            for place, name in enumerate(names)
        )
        return ProcessView(
            index=index,
            label=f"P{index + 1}",
            program="encode" if bursts else self.program,
            listing=None if bursts else listing,
            state_counts=counts,
            variables=() if bursts else variables,
            stacks=tuple(stacks),
            code_bytes=0 if bursts else listing.code_bytes,
            data_bytes=1200 + 300 * index,
            ended=ended,
            output="30\n" if ended else "",
        )
