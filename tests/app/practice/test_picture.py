from desktop_app.analysis.moment import Moments
from desktop_app.app.practice.picture import RunPicture
from tests.scenarios import MS, bursts, scenario
from tests.teaching.questions.asked import trace_of


def image(picture):
    return picture.grab().toImage()


def test_before_the_answer_nothing_of_what_comes_is_drawn(qtbot):
    """Runs that differ only later give the same picture."""
    picture = RunPicture()
    qtbot.addWidget(picture)
    picture.resize(640, 420)
    drawn = []
    for length in (4, 5):
        made = scenario(bursts("cpu 3ms"), bursts(f"cpu {length}ms, io disk {9 - length}ms"), cores=1, quantum_ns=MS)
        picture.show_run(Moments(trace_of(made)), 2 * MS + 1, with_stage=False)
        drawn.append(image(picture))
    assert drawn[0] == drawn[1]


def test_the_answer_brings_the_stage(qtbot):
    picture = RunPicture()
    qtbot.addWidget(picture)
    picture.resize(640, 420)
    moments = Moments(trace_of(scenario(bursts("cpu 3ms", launches=2), cores=1)))
    picture.show_run(moments, 2 * MS, with_stage=False)
    before = image(picture)
    picture.show_run(moments, 2 * MS, with_stage=True)
    assert image(picture) != before
    assert picture.accessibleName() == "Stage and timeline at 2 ms"
    picture.show_run(moments, 2 * MS, with_stage=False)
    assert image(picture) == before
