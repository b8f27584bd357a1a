"""Never more than so many messages in ANY second, one a second to a chat, twenty a minute to a group."""

from bisect import bisect_right
from heapq import heappop, heappush

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.pacer import Pace, Pacer
from tests.kit.botapi_faults import Flood, Refused

# Flights are (seconds until it arrives, seconds more until it is answered).
FLIGHTS = st.lists(st.tuples(st.floats(0, 0.4), st.floats(0, 0.4)), min_size=1, max_size=40)
CHATS = st.sampled_from(["1", "2", "3", "4", "5", "6", "7", "8", "-1001"])
BUSY = st.lists(st.tuples(st.floats(0, 0.3), CHATS), min_size=1, max_size=120)
WIDE = st.lists(st.tuples(st.floats(0, 0.02), st.integers(1, 5000).map(str)), min_size=40, max_size=200)


def sent(pacer, wishes, flights=((0.0, 0.0),)):
    """(arrival, chat) of each message, wished for some time after the one before it left; flights are used in turn."""
    now, arrivals, landings = 0.0, [], []
    for number, (pause, chat) in enumerate(wishes):
        now += pause
        while True:
            while landings and landings[0] <= now:
                pacer.land(heappop(landings))
            wait = max(pacer.delay(now), pacer.chat_delay(chat, now))
            if not wait:
                break
            # Waiting 0.1 s at 10,000.05 may end at a float below 10,000.15.
            now = max(now + wait, now + 1e-9)
        pacer.take(chat, now)
        pacer.leave(now)
        there, back = flights[number % len(flights)]
        arrivals.append((now + there, chat))
        heappush(landings, now + there + back)
    return arrivals


def busiest(times, window):
    """The most messages in any half-open window that begins with one of them."""
    times = sorted(times)
    return max(bisect_right(times, at + window - 1e-6) - number for number, at in enumerate(times))


@settings(max_examples=150, deadline=None)
@given(WIDE, st.integers(1, 30), FLIGHTS)
def test_no_second_ever_has_more_than_the_account_may_send_however_the_network_jitters(wishes, overall, flights):
    pace = Pace(overall=overall)
    times = [at for at, _ in sent(Pacer(pace), wishes, flights)]
    assert busiest(times, 1.0) <= pace.most
    assert pace.most <= 30
    assert pace.most * 28 <= overall * 30


@settings(max_examples=100, deadline=None)
@given(WIDE, st.integers(1, 30), st.floats(0, 0.4))
def test_over_an_even_network_exactly_the_pace_arrives(wishes, overall, flight):
    times = [at for at, _ in sent(Pacer(Pace(overall=overall)), wishes, [(flight, flight)])]
    assert busiest(times, 1.0) <= overall


def test_a_turn_that_is_given_back_costs_nothing():
    pacer = Pacer(Pace(overall=2))
    for _ in range(100):
        assert pacer.delay(0.0) == pacer.chat_delay("1", 0.0) == 0.0
        pacer.take("1", 0.0)
        pacer.give_back("1")
    for chat in ("1", "2"):
        pacer.take(chat, 0.0)
        pacer.leave(0.0)
    assert pacer.delay(0.0) > 0


@settings(max_examples=150, deadline=None)
@given(BUSY)
def test_a_chat_gets_one_a_second_after_its_burst_and_a_group_twenty_a_minute(wishes):
    pace = Pace(overall=28, burst=3)
    times = sent(Pacer(pace), wishes)
    for chat in {chat for _, chat in times}:
        mine = [at for at, one in times if one == chat]
        if chat.startswith("-"):
            assert busiest(mine, 60.0) <= pace.group_a_minute
            continue
        for seconds in (1.0, 5.0, 20.0):
            assert busiest(mine, seconds) <= pace.burst + seconds


@settings(max_examples=100, deadline=None)
@given(BUSY)
def test_telegram_itself_would_refuse_nothing(wishes):
    flood = Flood(burst=3.001)  # it adds and takes away the time of day, which costs the last digits
    for at, chat in sent(Pacer(Pace()), wishes):
        flood.admit(int(chat), at * (1 + 1e-9))


def test_without_a_pace_telegram_does_refuse():
    flood = Flood()
    *first, (at, chat) = sent(Pacer(Pace(overall=0)), [(0.0, "1")] * 4)
    for one, where in first:
        flood.admit(int(where), one)
    with pytest.raises(Refused):
        flood.admit(int(chat), at)


def test_a_pause_holds_whatever_was_asked_before_it():
    pacer = Pacer(Pace())
    pacer.pause(100.0)
    pacer.pause(50.0)
    assert pacer.delay(40.0) == 60.0
    assert pacer.delay(100.0) == 0.0


def test_pausing_nobody_is_not_paced():
    pacer = Pacer(Pace(overall=0))
    for _ in range(500):
        assert pacer.delay(1.0) == pacer.chat_delay("1", 1.0) == 0.0
        pacer.take("1", 1.0)
        pacer.leave(1.0)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.floats(0, 0.3), min_size=30, max_size=90), st.integers(5, 30))
def test_what_can_wait_leaves_evenly_and_no_slower(pauses, overall):
    pacer, now, turns = Pacer(Pace(overall=overall)), 0.0, []
    for pause in pauses:
        now += pause * 0.1
        now = max(now, now + pacer.even_delay(now))
        pacer.take_evenly(now)
        turns.append(now)
    assert busiest(turns, 1.0) <= overall * 1.2 + 1
    assert turns[-1] <= max(len(pauses) / overall + max(pauses), sum(pauses) * 0.1 + 1 / overall)
    assert pacer.even_delay(now) <= 1 / overall + 1e-9
