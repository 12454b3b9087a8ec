pytest_plugins = ["tests.e2e.probes.fixtures"]
from tests.e2e.probes.driver import source
from tests.e2e.serving import wait
import time, json, pytest
F = source("forge.py")
def show(h, *a, **k):
    t=time.time()
    try: r = h.run(*a, **k)
    except AssertionError as e: r = repr(e)
    k.pop("walk", None)
    print(round(time.time()-t,2), h.name, {x:k[x] for x in k}, r)
def test_walk(hostile, granted, warm):
    page = warm[0]
    for p in (False, True):
        show(hostile, source("walk.py"), by="python", planted=p, walk=source("walk.js"))
    show(granted, source("steal_port.py"), by="python")
    granted.renew()
    show(hostile, source("storage.js"))
    print(page.evaluate(source("storage.js")))
    frame = next(f for f in page.frames if f.url.endswith("/cell/frame"))
    print(frame.evaluate(source("storage.js")))
    show(hostile, "async () => Object.fromEntries(['Worker','SharedWorker','BroadcastChannel','indexedDB','caches','parent','window','top','opener','document','frames','cookieStore','localStorage','RTCPeerConnection','ServiceWorkerContainer','Notification','PushManager','openDatabaseSync'].map(n=>[n, typeof self[n]]))")
    show(hostile, "async () => { const out=[]; for (let o=self;o;o=Object.getPrototypeOf(o)) out.push(...Reflect.ownKeys(o).map(String)); return out.filter(n=>/^[A-Z]/.test(n)).join(' ').slice(0,1900)}")
    show(hostile, "async () => { const out=[]; for (let o=self;o;o=Object.getPrototypeOf(o)) out.push(...Reflect.ownKeys(o).map(String)); return out.filter(n=>!/^[A-Z]/.test(n)).join(' ').slice(0,1900)}")
    show(hostile, "async () => { const out=[]; for (const k in navigator) out.push(k); return [self.origin, location.href, self.crossOriginIsolated, out.join(' ')]}")
    show(hostile, source("connect.js").replace("const outcome = await opened.then(() => \"open\", () => \"refused\");", "const outcome = await opened.then(() => \"open\", (e) => String(e)+JSON.stringify([e.name,e.source,e.message])); await new Promise(r=>setTimeout(r,1500));"), kind="WebTransport", url="https://127.0.0.1:4433/x")

KILL = {"json": "send('nonsense {')", "type": "send('{\"type\":\"probe\"}')", "init": "send('{\"type\":\"init\"}')", "number":"send(5)", "nan": "send(result(run_id(), created=[created()]).replace('10.0','NaN',1))",
 "ready": "send(json.dumps({'type':'ready','protocol':1,'runtime':'x','language':'y'}))",
 "progress": "send('{\"type\":\"progress\",\"run\":\"%s\",\"fraction\":1e999,\"text\":\"\"}' % run_id())",
 "ms": "send('{\"type\":\"result\",\"run\":\"%s\",\"changes\":{},\"ms\":1e999}' % run_id())",
 "huge": "send(json.dumps({'type':'log','lines':[{'text':'x'*50_000_000,'level':'info'}],'run':run_id()}))",
 "flood": "[send(json.dumps({'type':'progress','run':run_id(),'fraction':0.5,'text':''})) for _ in range(25000)]",
 "init2": "send(json.dumps({'type':'initialized','hooks':[]}))",
}
@pytest.mark.parametrize("k", KILL)
def test_kill(desk, hostile, k):
    t=time.time()
    hostile.fire(F+f"\nasync def probe(args, canvas):\n    {KILL[k]}\n    canvas.progress(0.5)\n    for _ in range(3): await asyncio.sleep(0.1)\n    return 1\n", by="python")
    for _ in range(10):
        print(round(time.time()-t,2), desk.script("Hostile"), repr(desk.notices()[:300]))
        desk.page.wait_for_timeout(100)
    c=desk.console(); print(len(c), repr(c[-300:]), round(time.time()-t,2))
    desk.draw_box(150, 5, 150, 200); desk.wait_for_kinds("polygon")
    print("alive", round(time.time()-t,2))
