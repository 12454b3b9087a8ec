from tests.e2e.test_sandbox_forged import forging
pytest_plugins = ["tests.e2e.probes.fixtures"]
def test_size(desk, hostile):
    desk.page.evaluate("() => { self.long = []; new PerformanceObserver((l) => l.getEntries().forEach((e) => long.push(e.duration))).observe({type: 'longtask'}) }")
    start = '{"type": "notify", "run": "another", "level": "info", "text": "'
    for mb in (50, 250):
        hostile.fire(forging(f"send('{start}' + 'x' * {mb}_000_000 + '\"}}')"), by="python")
        desk.wait_script("Hostile")
        print(mb, desk.page.evaluate("long.splice(0)"), desk.script("Hostile"))
