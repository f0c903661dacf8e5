"""kg serve: the page over the whole graph, for this machine and this reader only."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest
from serve_fixture import KG, ROOT, get, start, stop

from kg.loaders import open_graph


@pytest.fixture(scope="module")
def address(seed_store) -> Iterator[str]:
    process, found = start("--store", str(seed_store), "knowledge distillation", "--limit", "12")
    yield found
    told = stop(process)
    assert process.returncode == 0, told
    assert "Traceback" not in told


def test_it_listens_on_loopback_only(address):
    port = int(urlsplit(address).port or 0)
    others = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), port, socket.AF_INET)} - {"127.0.0.1"}
    for other in others:
        if not str(other).startswith("127."):
            with pytest.raises(OSError), socket.create_connection((str(other), port), timeout=3):  # noqa: PT011
                pass
    assert urlsplit(address).hostname == "127.0.0.1"


def test_without_the_token_there_is_nothing(address):
    parts = urlsplit(address)
    bare = f"{parts.scheme}://{parts.netloc}/"
    for path in ("", "wrong/", "wrong/api/search?text=a", "api/search?text=a"):
        status, body, _ = get(bare, path)
        assert status == 404
        assert b"distillation" not in body


def test_another_name_for_this_machine_is_refused(address):
    assert get(address, Host="evil.example")[0] == 400
    assert get(address, Host=f"evil.example:{urlsplit(address).port}")[0] == 400
    assert get(address, Host=f"localhost:{urlsplit(address).port}")[0] == 200


def test_what_another_site_asks_is_refused(address):
    assert get(address, "api/search?text=a", Origin="https://evil.example")[0] == 403
    assert get(address, "api/search?text=a", Sec_Fetch_Site="cross-site", Sec_Fetch_Dest="script")[0] == 403
    assert get(address, Sec_Fetch_Site="cross-site", Sec_Fetch_Dest="iframe")[0] == 403
    assert get(address, Sec_Fetch_Site="cross-site", Sec_Fetch_Dest="document")[0] == 200
    headers = get(address)[2]
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]


def test_it_draws_the_whole_corpus(address):
    for kind, told in (("papers", b'id="points"'), ("strategic", b"rank by centrality")):
        status, body, headers = get(address, f"map/{kind}")
        assert status == 200
        assert told in body
        assert headers["x-content-type-options"] == "nosniff"
    for kind in ("evolution", "timeline"):  # the seeds have no years
        status, body, _ = get(address, f"map/{kind}")
        assert status == 404
        assert b"<title>No picture: " in body
    assert get(address, "map/nothing")[0] == 404


def test_it_only_reads(address):
    parts = urlsplit(address)
    for method in ("POST", "PUT", "DELETE"):
        connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=30)
        connection.request(method, parts.path)
        assert connection.getresponse().status == 405
        connection.close()


def test_an_unknown_node_is_told_in_one_line(address):
    for path in ("api/around?node=Concept%3Anobody", "api/around?node=Robber%3Ax", "api/path?start=a&end=b"):
        status, body, _ = get(address, path)
        assert status == 404
        template, values = json.loads(body)["error"]
        assert template == "nothing in the graph is called {name}"
        assert set(values) == {"name"}
    status, body, _ = get(address, "?node=%3Cscript%3E%7Bname%7D")
    assert status == 404
    assert b"<title>nothing in the graph is called &lt;script&gt;{name}</title>" in body
    assert b"<script>{name}" not in body


@pytest.fixture
def page(browser, address):
    """The served page; asks only its server, and complains of nothing."""
    problems: list[str] = []
    context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    context.on("request", lambda r: None if r.url.startswith(address) else problems.append(r.url))
    found = context.new_page()
    found.on("console", lambda m: problems.append(f"console {m.type}: {m.text}"))
    found.on("pageerror", lambda e: problems.append(f"error: {e}"))
    found.goto(address)
    found.wait_for_function("window.papermesh")
    yield found
    assert problems == []
    context.close()


def test_expanding_asks_the_server(page, seed_store):
    before = page.evaluate("papermesh.keys()")
    assert len(before) == 12
    for key in before[1:4]:
        page.evaluate("key => papermesh.select(key)", key)
        with page.expect_response("**/api/around*"):
            page.click("#panel [data-do=expand]")
        page.wait_for_function(
            "key => location.hash.match(/expand=([^&]*)/)?.[1].includes(encodeURIComponent(key))", arg=key
        )
    after = page.evaluate("papermesh.keys()")
    assert len(after) > len(before)
    with open_graph(seed_store) as graph:
        keys = [tuple(key.split(":", 1)) for key in after]
        assert len(graph.nodes(keys)) == len(after)


def test_search_reaches_what_the_page_does_not_hold_and_a_reload_keeps_it(page):
    page.keyboard.press("/")
    page.keyboard.type("koopman")
    page.wait_for_selector("#found .option:has-text('Koopman')")
    page.keyboard.press("Enter")
    page.wait_for_selector("#panel h2:has-text('Koopman')")
    name = page.inner_text("#panel h2")
    page.reload()
    page.wait_for_selector("#panel h2:has-text('Koopman')")
    assert page.inner_text("#panel h2") == name


def test_a_path_to_what_the_page_does_not_hold(page):
    page.evaluate("papermesh.select('Concept:knowledge-distillation')")
    page.click("#panel [data-do=path]")
    page.keyboard.press("/")
    page.keyboard.type("federated learning")
    page.wait_for_selector("#found .option:has-text('federated learning')")
    page.keyboard.press("Enter")
    page.wait_for_selector("#panel .way")
    assert "federated learning" in page.inner_text("#panel .way li:last-child")


def test_another_node_becomes_the_centre(page):
    page.evaluate("papermesh.select(papermesh.keys()[3])")
    name = page.inner_text("#panel h2")
    page.click("#panel a.action")
    page.wait_for_function(
        "name => window.papermesh && document.querySelector('#title').textContent === name", arg=name
    )


def test_a_page_of_another_origin_cannot_read_it(browser, address):
    attempts = """
      (async () => {
        const tried = {};
        for (const mode of ["cors", "no-cors"]) {
          try { tried[mode] = (await (await fetch(ADDRESS, { mode })).text()).length; } catch { tried[mode] = 0; }
        }
        const frame = document.createElement("iframe");
        frame.src = ADDRESS;
        document.body.append(frame);
        await new Promise((done) => { frame.onload = done; setTimeout(done, 3000); });
        try { tried.frame = frame.contentDocument?.body?.textContent?.length ?? 0; } catch { tried.frame = 0; }
        window.tried = tried;
      })();
    """

    class Other(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = f"<!doctype html><body><script>const ADDRESS={json.dumps(address)};{attempts}</script>".encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Other) as other:
        threading.Thread(target=other.serve_forever, daemon=True).start()
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"http://localhost:{other.server_address[1]}/")
        page.wait_for_function("window.tried")
        assert page.evaluate("window.tried") == {"cors": 0, "no-cors": 0, "frame": 0}
        context.close()
        other.shutdown()


def test_a_taken_port_is_one_clear_line(seed_store):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        result = subprocess.run(
            [*KG, "serve", "--store", str(seed_store), "--port", port],
            capture_output=True, text=True, timeout=60, cwd=ROOT,
        )  # fmt: skip
    assert result.returncode == 1
    assert result.stderr.startswith("Error: cannot listen on port")
    assert len(result.stderr.strip().splitlines()) == 1


@pytest.mark.skipif(os.name == "nt", reason="no such signals")
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_at_once_and_cleanly_with_a_page_open(seed_store, sign):
    process, address = start("--store", str(seed_store))
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=30)
    connection.request("GET", parts.path)
    connection.getresponse().read()  # and is kept open
    process.send_signal(sign)
    _, told = process.communicate(timeout=20)
    connection.close()
    assert process.returncode == 0
    assert told.splitlines()[-1] == "Ended."


def test_a_concept_is_told_with_all_its_papers(page, address, seed_store):
    with open_graph(seed_store) as graph:
        concept = graph.top_concepts(1)[0]
    _, body, _ = get(address, f"api/papers?node=Concept%3A{concept.id}")
    papers = [node for node in json.loads(body)["nodes"] if node["group"] == "Paper"]
    assert len(papers) == concept.properties["papers"]
    page.keyboard.press("/")
    page.keyboard.type(concept.name)
    page.locator("#found .option", has_text=concept.name).first.click()
    page.wait_for_function("n => document.querySelector('#panel').textContent.includes(`say${n}`)", arg=len(papers))
    assert "in this page" not in page.inner_text("#panel")


@pytest.mark.parametrize(
    ("language", "said"), [("zh-CN", "没有图：时间线需要有年份的论文"), ("en", "No picture: a timeline needs")]
)
def test_why_there_is_no_picture_is_said_in_the_language_of_the_reader(browser, address, language, said):
    context = browser.new_context(locale=language)
    page = context.new_page()
    page.goto(address + "map/timeline")
    assert page.inner_text("#told").startswith(said)
    assert page.title().startswith(said)
    page.click("#language")
    assert not page.inner_text("#told").startswith(said)
    assert "lang=" in page.url
    context.close()


@pytest.fixture
def served(seed_store) -> Iterator[tuple[subprocess.Popen, str]]:
    """A server that a test may end, and its address."""
    process, found = start("--store", str(seed_store), "knowledge distillation", "--limit", "12")
    yield process, found
    if process.poll() is None:
        stop(process)


def test_errors_of_the_server_are_told_in_chinese_on_a_chinese_page(browser, served):
    process, found = served
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    page.goto(found)
    page.wait_for_function("window.papermesh")
    page.route("**/api/around*", lambda route: route.continue_(url=f"{found}api/around?node=Concept%3Anobody"))
    key = page.evaluate("papermesh.keys()[1]")
    page.evaluate("key => papermesh.select(key)", key)
    page.click("#panel [data-do=expand]")
    page.get_by_text("图谱中没有名为 Concept:nobody 的内容").wait_for()
    page.unroute("**/api/around*")
    stop(process)
    page.evaluate("key => papermesh.select(key)", page.evaluate("papermesh.keys()[2]"))
    page.click("#panel [data-do=expand]")
    page.get_by_text("服务器没有应答：kg serve 已结束，或无法连接").wait_for()
    context.close()
