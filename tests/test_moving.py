"""Only a page that has answered is told that one is ready; a saved page never is."""

import subprocess

import pytest
from jupyter_client.manager import start_new_kernel

from helpers.moving import MOVES

VIEW = "application/vnd.jupyter.widget-view+json"
SHOWN = """
from helpers.setup_check import Setup
Setup(("The image is here.",), odd=({odd}))
"""


@pytest.fixture(scope="module")
def client():
    manager, client = start_new_kernel(kernel_name="python3", stderr=subprocess.DEVNULL)
    yield client
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def said_about(client, message):
    """Return what the kernel publishes because of one message, until it is idle again."""
    messages = []
    while not messages or messages[-1]["content"].get("execution_state") != "idle":
        one = client.get_iopub_msg(timeout=60)
        if one["parent_header"].get("msg_id") == message:
            messages.append(one)
    return messages


def shown(client, odd=""):
    """Run a cell that shows a set-up; return what it printed and displayed."""
    messages = said_about(client, client.execute(SHOWN.format(odd=odd)))
    printed = "".join(m["content"].get("text", "") for m in messages)
    return printed, [m["content"] for m in messages if m["msg_type"] == "display_data"]


def answer(client, widget):
    """Answer as a page does in which the widget was drawn; return what comes of it."""
    data = {"method": "custom", "content": {"kind": "page", "token": "mine"}}
    comm = {"comm_id": widget["data"][VIEW]["model_id"], "data": data}
    message = client.session.msg("comm_msg", comm)
    client.shell_channel.send(message)
    return said_about(client, message["header"]["msg_id"])


def test_without_a_page_nothing_is_claimed_and_nothing_waits(client):
    printed, (waiting, widget) = shown(client)
    assert printed == "✓ The image is here.\n"
    text = waiting["data"]["text/plain"]
    assert text.startswith("✗ No widget has moved in this page yet.")
    assert all(words in text for words in ("make lab", "JupyterHub", 'brightest_place = "a"'))
    assert "ready" not in str([printed, waiting, widget])


@pytest.mark.parametrize(
    ("odd", "verdict"), [("", "You are ready."), ('"x",', "You can go on as it is.")]
)
def test_a_page_that_answers_is_told_the_verdict_and_the_doubt_goes(client, odd, verdict):
    _, (waiting, widget) = shown(client, odd)
    messages = answer(client, widget)
    (told,) = (m["content"]["data"] for m in messages if m["msg_type"] == "comm_msg")
    assert told["content"] == {"token": "mine", "lines": [MOVES, verdict]}
    (changed,) = (m["content"] for m in messages if m["msg_type"] == "update_display_data")
    assert changed["data"] == {"text/plain": ""}
    assert changed["transient"] == waiting["transient"]


def test_a_page_that_misses_something_is_not_asked(client):
    code = "from helpers.setup_check import Setup; Setup((), ('The package numpy is missing.',))"
    messages = said_about(client, client.execute(code))
    assert not [m for m in messages if m["msg_type"] == "display_data"]
    assert "✗ The package numpy is missing." in str(messages)
