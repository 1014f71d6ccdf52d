"""Questions in one line."""

from desktop_app.engine.limits import BATCH_LIMITS
from desktop_app.model.question import QuestionKind, QuestionSpec
from desktop_app.teaching.questions.asking import ask
from desktop_app.teaching.questions.question import Run
from tests.scenarios import simulate


def trace_of(scenario):
    return simulate(scenario, BATCH_LIMITS).run()


def asked(kind, *traces, at_ns=0, text="", seed=0, place=None, **options):
    spec = QuestionSpec(kind=QuestionKind(kind), options=options, text=text)
    more = {} if place is None else {"place": place}
    return ask(spec, [Run(trace=trace) for trace in traces], at_ns, seed=seed, **more)
