from dataclasses import replace

import pytest

from desktop_app.model.instant import Instant
from desktop_app.model.scenario import Action, ActionKind, SchedulerSpec
from tests.scenarios import program, scenario

MS = 1_000_000


@pytest.fixture
def player(stand):
    assert stand.player.open(stand.lesson)
    return stand.player


def test_a_moment_stands_still(stand, player):
    assert stand.playhead.t_ns == 2 * MS
    assert not stand.playhead.playing
    assert (player.index, player.revealed, player.question) == (0, True, None)


def test_a_range_plays_and_stops_at_its_end(stand, player):
    player.next()
    assert (stand.playhead.t_ns, stand.playhead.playing) == (1 * MS, True)
    while stand.playhead.playing:
        stand.playhead.advance(MS * 250)
    assert (stand.playhead.t_ns, stand.playhead.playing) == (3 * MS, False)
    stand.playhead.play()
    stand.playhead.advance(MS * 250)
    assert stand.playhead.t_ns > 3 * MS


def test_a_range_can_be_repeated(stand, player):
    player.go(3)
    assert stand.playhead.loop == (player.span.begin_ns, player.span.end_ns)
    player.go(0)
    assert stand.playhead.loop is None


def test_a_question_is_asked_before_it_is_shown(stand, player):
    heard = []
    player.revealed_changed.connect(heard.append)
    player.go(2)
    assert not player.revealed
    assert not stand.playhead.playing
    assert player.asked.prompt == player.question.text
    assert player.asked.right == player.question.right
    assert not player.asked.revealed
    player.next()
    assert (player.index, player.revealed, heard) == (2, True, [True])
    assert stand.playhead.playing
    assert player.asked.revealed
    player.next()
    assert player.index == 3


def test_votes_are_counted_by_hand_until_the_answer_is_shown(player):
    player.go(2)
    player.vote(0)
    player.vote(0)
    player.vote(1)
    player.vote(0, -1)
    assert player.asked.votes[:2] == (1, 1)
    player.vote(9)
    player.vote(0, -1)
    player.vote(1, -1)
    assert player.asked.votes == ()
    player.reveal()
    player.vote(0)
    assert player.asked.votes == ()


def test_an_answer_of_ones_own_shows_the_right_one(player):
    player.go(2)
    player.pick(1)
    assert (player.asked.picked, player.revealed) == (1, True)
    player.pick(0)
    assert player.asked.picked == 1


def test_first_last_and_no_further(player):
    player.last()
    assert player.index == 4
    player.next()
    player.go(99)
    assert player.index == 4
    player.first()
    player.previous()
    assert player.index == 0


def test_the_longest_side_says_how_far_it_plays(stand, player):
    player.last()
    assert [trace.known_until_ns for trace in player.traces] == [3 * MS, 6 * MS]
    assert player.span.end_ns == 6 * MS
    stand.playhead.go_to(10 * MS)
    assert stand.playhead.t_ns == 6 * MS
    player.go(0)
    stand.playhead.go_to(10 * MS)
    assert stand.playhead.t_ns == 6 * MS  # one core
    player.go(3)
    stand.playhead.go_to(10 * MS)
    assert stand.playhead.t_ns == stand.session.trace.known_until_ns < 6 * MS


def test_all_who_show_sides_share_their_pictures(player):
    player.go(4)
    (beside,) = player.beside
    assert [beside.trace] == player.traces[1:]
    player.go(4)
    assert player.beside == [beside]
    player.go(0)
    assert player.beside == []


def test_live_changes_can_be_taken_back_and_are_kept_meanwhile(stand, player):
    heard = []
    player.live_changed.connect(heard.append)
    changed = replace(player.step.scenario, scheduler=SchedulerSpec(policy="fcfs"))
    stand.documents.change(changed)
    assert (player.changed, stand.documents.modified) == (True, True)
    player.next()
    assert stand.session.scenario == player.step.scenario
    assert not player.changed
    player.previous()
    assert stand.session.scenario == changed
    assert (player.changed, stand.documents.modified) == (True, True)
    player.back_to_lesson()
    assert stand.session.scenario == player.step.scenario
    assert (player.changed, stand.documents.modified) == (False, False)
    assert heard == [True, False, True, False]
    assert stand.playhead.t_ns == 2 * MS


def test_a_change_that_is_undone_is_none(stand, player):
    stand.documents.change(replace(player.step.scenario, seed=7))
    stand.documents.history.undo()
    assert not player.changed


def test_a_question_is_about_the_run_as_it_was_changed(stand, player):
    player.go(2)
    before = player.question
    other = Action(at_ns=1 * MS, kind=ActionKind.POLICY, scheduler=SchedulerSpec(policy="fcfs"))
    changed = replace(player.step.scenario, actions=(other,))
    stand.documents.change(changed)
    assert player.question is not before
    assert not player.revealed
    assert stand.playhead.t_ns == 1 * MS
    player.reveal()
    shown = player.question
    stand.documents.change(player.step.scenario)
    assert player.question is shown


def test_a_step_on_another_machine_begins_again(stand, player):
    player.go(2)
    before = player.question
    stand.playhead.go_to(2 * MS)
    stand.documents.change(replace(player.step.scenario, scheduler=SchedulerSpec(policy="fcfs")))
    assert (player.index, player.changed, player.revealed) == (2, True, False)
    assert stand.playhead.t_ns == 1 * MS
    assert player.question is not before
    stand.documents.history.undo()
    assert (player.index, player.changed) == (2, False)
    assert stand.playhead.t_ns == 1 * MS


def test_another_document_closes_the_lesson(stand, player):
    closed = []
    player.closed.connect(lambda: closed.append(True))
    player.go(1)
    stand.documents.load(scenario(program()), None)
    assert (player.lesson, player.step, closed) == (None, None, [True])
    assert stand.playhead.stop_ns is None
    player.next()
    assert stand.session.scenario == scenario(program())


def test_a_closed_lesson_asks_nothing(player):
    player.go(2)
    assert player.asked is not None
    player.close()
    assert player.asked is None
    player.vote(0)
    assert player.asked is None


def test_steps_that_show_the_same_run_share_it(stand, player):
    trace = stand.session.trace
    player.next()
    assert stand.session.trace is trace
    player.go(3)
    player.go(0)
    assert stand.session.trace is trace


def test_a_lesson_that_cannot_be_shown_leaves_what_was_open(stand, player, lesson):
    broken = replace(lesson.steps[0], sides=(replace(lesson.steps[0].sides[0], scenario=scenario(program("x = = 1"))),))
    player.next()
    assert not player.open(replace(lesson, steps=(broken,)))
    assert (player.lesson, player.index) == (lesson, 1)
    assert 'step "A moment" cannot be run' in stand.refused[0]


def test_a_moment_that_is_not_in_the_run_is_said_with_its_line(stand, lesson):
    step = replace(lesson.steps[0], begin=Instant(shift_ns=10**9))
    assert stand.player.open(replace(lesson, steps=(step,)))
    assert f"lesson.md, line {step.line}" in stand.refused[0]
    assert "outside the run" in stand.refused[0]
    assert not stand.playhead.playing


def test_each_step_begins_once(stand, player):
    begun = []
    player.step_changed.connect(begun.append)
    player.go(3)
    player.go(0)
    assert begun == [3, 0]


def test_a_lesson_that_begins_with_sides_arrives_once_with_all_of_them(stand, lesson):
    arrived = []
    stand.player.arrived.connect(lambda: arrived.append(len(stand.player.traces)))
    assert stand.player.open(replace(lesson, steps=lesson.steps[::-1]))
    assert arrived == [2]


def test_a_shorter_lesson_takes_the_place_of_a_longer_one_at_its_end(stand, player, lesson):
    player.last()
    assert player.open(replace(lesson, steps=lesson.steps[2:3]))
    assert (player.index, player.step) == (0, lesson.steps[2])
    assert not player.changed
