"""Safe by default: what the gate lets in, and what it refuses."""

import asyncio
import re
from urllib.parse import quote

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from detente.ground.faults import RunError
from detente.web import limits
from detente.web.gate import Gate, Sessions
from detente.web.serve import door

HERE = "http://127.0.0.1:8420"


async def echo(request):
    return PlainTextResponse(f"{len(await request.body())} {request.state.visitor != ''}")


def gate(password="", **options):
    inner = Starlette(routes=[Route("/{rest:path}", echo, methods=["GET", "POST", "PUT", "DELETE"])])
    return Gate(inner, Sessions(password), 8420, **options)


class Client:
    """Asks the gate without a server, and keeps its cookies."""

    def __init__(self, made, headers):
        self.http = httpx.AsyncClient(transport=httpx.ASGITransport(made), base_url=HERE, headers=headers)

    def request(self, method, path, **options):
        return asyncio.run(self.http.request(method, path, **options))

    def get(self, path, **options):
        return self.request("GET", path, **options)

    def post(self, path, **options):
        return self.request("POST", path, **options)


def client(made, **headers):
    return Client(made, headers)


def inside(made):
    visitor = client(made)
    visitor.get("/enter", params={"token": made.sessions.token()})
    return visitor


def test_a_token_opens_once_and_becomes_a_cookie_that_scripts_cannot_read():
    made, told = gate(), []
    made.entered = lambda: told.append(1)
    token = made.sessions.token()
    first, second = client(made), client(made)
    answer = first.get("/enter", params={"token": token, "to": "/live/line.yaml"})
    cookie = answer.headers["set-cookie"]
    assert answer.status_code == 200 and 'url=/live/line.yaml"' in answer.text and told == [1]
    assert cookie.startswith("detente_8420=") and "HttpOnly" in cookie and "SameSite=strict" in cookie
    assert first.get("/").text == "0 True"
    assert second.get("/enter", params={"token": token}).status_code == 401
    assert second.get("/").status_code == 401


@pytest.mark.parametrize("to", ["//evil.example/", "https://evil.example/", "/a/b/c", "javascript:alert(1)"])
def test_the_start_link_leads_nowhere_else(to):
    made = gate()
    answer = client(made).get("/enter", params={"token": made.sessions.token(), "to": to})
    assert 'url=/"' in answer.text and "evil" not in answer.text and "javascript" not in answer.text


def test_without_a_cookie_nothing_but_the_doors_and_styles_is_served():
    made = gate()
    for path in ("/", "/api/studies", "/live/x", "/API/x", "/enter/../api/x", "/loginx"):
        assert client(made).get(path).status_code == 401, path
    assert client(made).get("/static/page.css").status_code == 200
    assert client(made, cookie="detente_8420=guessed").get("/").status_code == 401
    assert client(made, cookie='detente_8420="').get("/").status_code == 401


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8420",
        "evil.example:80",
        "[::2]:8420",
        "[::1",
        "127.0.0.1:port",
        "127.0.0.1:8420:1",
        "localhost.evil.example:8420",
        "127.0.0.1.evil.example:8420",
        "",
        "10.0.0.1:8420",
    ],
)
def test_a_foreign_host_is_refused_even_with_a_cookie(host):
    visitor = inside(gate())
    assert visitor.get("/", headers={"host": host}).status_code == 421


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1:8420",
        "localhost:8420",
        "[::1]:8420",
        "127.0.0.2:8420",
        "LOCALHOST:8420",
        "localhost.:8420",
        "127.0.0.1",
        "localhost",
        "[::1]",
        "localhost:9000",
        "127.0.0.1:80",
        "[0:0:0:0:0:0:0:1]:8420",
    ],
)
def test_this_host_is_served_at_any_port_a_tunnel_may_have(host):
    visitor = inside(gate())
    assert visitor.get("/", headers={"host": host}).status_code == 200
    write = {"host": host, "origin": f"http://{host}"}
    assert visitor.post("/api/x", headers=write).status_code == 200
    assert visitor.post("/api/x", headers=write | {"origin": "http://localhost:1"}).status_code == 403


def raw(made, *headers):
    """Ask with headers as bytes, as no client of ours would send them; return the status."""
    sent = []

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": "/", "scheme": "http", "query_string": b""}
    asyncio.run(made(scope | {"headers": list(headers)}, receive, send))
    return sent[0]["status"]


OTHERS = """a=1|prefs={"theme":"dark"}|x=a b|foo:bar=1|a=b,c|empty=|=noname|noequals|j={"a":"b c"}|a[b]=1|x="open
näme=1|u=ключ|tz=Europe/Vienna|last=Tue, 01 Jan 2030 00:00:00 GMT|expires=1|path=/x|secure|__q=%7B%7D|$Version=1
detente_8421=x|detente_8420=of an older server|xdetente_8420=y|detente_8420=""".replace("\n", "|").split("|")


@pytest.mark.parametrize("other", OTHERS)
def test_the_cookie_is_found_beside_those_of_any_other_program(other):
    made = gate()
    ours = f"detente_8420={made.sessions.redeem(made.sessions.token())}"
    host = (b"host", b"127.0.0.1:8420")
    for text in (f"{other}; {ours}", f"{ours}; {other}", f"{other};{ours};{other}"):
        assert raw(made, host, (b"cookie", text.encode())) == 200
    assert raw(made, host, (b"cookie", other.encode()), (b"cookie", ours.encode())) == 200
    assert raw(made, host, (b"cookie", other.encode())) == 401


def test_a_request_names_one_host():
    made = gate()
    ours = (b"cookie", f"detente_8420={made.sessions.redeem(made.sessions.token())}".encode())
    assert raw(made, ours) == 421
    assert raw(made, (b"host", b"127.0.0.1:8420"), (b"host", b"evil.example"), ours) == 421


@pytest.mark.parametrize("name", ["line.yaml", "my study.yaml", "a+b~1.yaml", "été.yaml", "50%.yaml"])
@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "localhost", "LOCALHOST"])
def test_the_link_that_is_printed_opens_the_study(tmp_path, host, name):
    try:
        opened = door(tmp_path, study=name, host=host, port=0)
    except RunError:
        pytest.skip(f"this machine has no address {host}")
    try:
        visitor = Client(opened.gate, {})
        answer = visitor.get(opened.link)
        assert answer.status_code == 200
        assert f'url=/live/{quote(name, safe="")}"' in answer.text
    finally:
        opened.close()


@pytest.mark.parametrize(
    ("options", "words"),
    [({"port": 6000}, "browsers refuse"), ({"host": " "}, "is empty"), ({"host": "fe80::1%lo"}, "a zone")],
)
def test_a_link_that_no_browser_opens_is_refused(tmp_path, options, words):
    with pytest.raises(RunError, match=words):
        door(tmp_path, **{"password": "a long password"} | options)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
@pytest.mark.parametrize(
    "origin",
    [
        None,
        "null",
        "http://evil.example",
        "http://127.0.0.1:9999",
        "https://127.0.0.1:8420",
        "http://localhost:8420",
    ],
)
def test_a_write_from_elsewhere_is_refused(method, origin):
    visitor = inside(gate())
    headers = {} if origin is None else {"origin": origin}
    assert visitor.request(method, "/api/x", headers=headers).status_code == 403
    crossed = {"origin": HERE, "sec-fetch-site": "cross-site"}
    assert visitor.request(method, "/api/x", headers=crossed).status_code == 403
    assert visitor.request(method, "/api/x", headers={"origin": HERE}).status_code == 200


def test_every_answer_forbids_other_hosts_scripts_in_the_page_and_frames():
    made = gate()
    for answer in (
        client(made).get("/"),
        inside(made).get("/"),
        client(made).get("/", headers={"host": "x"}),
    ):
        policy = dict(
            part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";")
        )
        assert policy["default-src"] == "'none'" and policy["script-src"] == policy["style-src"] == "'self'"
        assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
        assert "unsafe" not in str(policy) and not re.search(r"https?:|\*", str(policy))
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cache-control"] == "no-store"


def test_a_body_that_is_too_large_is_refused_whether_or_not_it_says_so():
    visitor = inside(gate())
    large = b"x" * (limits.BODY + 1)
    assert visitor.post("/api/x", content=large, headers={"origin": HERE}).status_code == 413

    async def pieces():
        for _ in range(limits.BODY // 1000 + 2):
            yield large[:1000]

    assert visitor.post("/api/x", content=pieces(), headers={"origin": HERE}).status_code == 413
    assert visitor.post("/api/x", content=large[1:], headers={"origin": HERE}).text == f"{limits.BODY} True"


def test_a_body_that_never_comes_is_given_up(monkeypatch):
    monkeypatch.setattr(limits, "BODY_SECONDS", 0.05)
    made = gate()
    cookie = made.sessions.redeem(made.sessions.token())
    headers = {"host": "127.0.0.1:8420", "origin": HERE, "cookie": f"detente_8420={cookie}"}
    sent = []

    async def never():
        await asyncio.sleep(60)

    async def send(message):
        sent.append(message)

    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/api/x",
        "headers": raw,
        "scheme": "http",
        "query_string": b"",
    }
    asyncio.run(made(scope, never, send))
    assert sent[0]["status"] == 408


def test_too_many_requests_wait_and_others_do_not():
    now = [0.0]
    made = gate(requests=limits.Buckets(10, 5, lambda: now[0]))
    one, other = inside(made), inside(made)
    codes = [one.get("/").status_code for _ in range(8)]
    assert codes == [200] * 5 + [429] * 3
    assert one.get("/").headers["retry-after"] == "1"
    assert other.get("/").status_code == 200
    now[0] += 1
    assert one.get("/").status_code == 200


def test_visitors_are_forgotten_before_they_fill_the_memory():
    buckets = limits.Buckets(1, 1, lambda: 0.0)
    for number in range(limits.VISITORS + 50):
        buckets.wait(str(number))
    assert len(buckets._kept) == limits.VISITORS
    sessions = Sessions()
    cookies = [sessions.redeem(sessions.token()) for _ in range(1100)]
    assert sum(map(sessions.known, cookies)) == 1024


def test_passwords_are_tried_slowly():
    made = gate("a long password", tries=limits.Buckets(0.1, 3, lambda: 0.0))
    visitor = client(made, origin=HERE)
    codes = [visitor.post("/login", content="password=wrong").status_code for _ in range(5)]
    assert codes == [401, 401, 401, 429, 429]
    assert visitor.post("/login", content="password=a+long+password").status_code == 429


def test_the_password_opens_the_page_and_nothing_else_does():
    made = gate("a long password")
    visitor = client(made, origin=HERE)
    assert visitor.get("/").headers["location"] == "/login"
    assert visitor.get("/login").status_code == 200
    assert visitor.get("/enter", params={"token": ""}).status_code == 401
    assert visitor.post("/login", content="").status_code == 401
    answer = visitor.post("/login", content="password=a+long+password")
    assert answer.status_code == 303 and "HttpOnly" in answer.headers["set-cookie"]
    assert visitor.get("/").status_code == 200
    assert client(gate(), origin=HERE).post("/login", content="password=").status_code == 401


def test_nothing_but_http_is_spoken():
    made, sent = gate(), []

    async def talk(message=None):
        sent.append(message)
        return {"type": "websocket.connect"}

    asyncio.run(made({"type": "websocket", "path": "/", "headers": []}, talk, talk))
    assert not sent
