"""Lanes: order within a conversation, turns across them, and what a batch had no time for."""

from bot.lanes import Lanes


async def test_each_conversation_gives_one_item_a_turn_and_keeps_its_order():
    lanes: Lanes[str] = Lanes()
    for item in ("lan 1", "lan 2", "lan 3", "minh 1"):
        lanes.put(item.split()[0], item)
    assert lanes.take(64) == ["lan 1", "minh 1"]
    assert lanes.take(64) == []
    lanes.release(["lan", "minh"])
    assert lanes.take(64) == ["lan 2"]


async def test_what_a_batch_had_no_time_for_comes_first_and_in_its_order():
    lanes: Lanes[str] = Lanes()
    for name in ("a", "b", "c", "d"):
        lanes.put(name, f"{name} 1")
    lanes.put("b", "b 2")
    assert lanes.take(3) == ["a 1", "b 1", "c 1"]
    for name in ("c", "b"):
        lanes.put_back_first(name, f"{name} 1")
    lanes.release(["a"])
    assert lanes.take(64) == ["b 1", "c 1", "d 1"]
    lanes.release(["b", "c", "d"])
    assert lanes.take(64) == ["b 2"]
