"""What people do on the page on site, in a real browser."""

from django.conf import settings

from .factories import photo

GO = "/visits/go/"


def let_in(page, client, live_server, user):
    client.force_login(user)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": "sessionid", "value": key, "url": str(live_server)}])


def open_page(page):
    page.goto(GO)
    page.wait_for_selector("body[data-ready]")


def keep_for_later(page, project, tmp_path, notes="主体施工至三层"):
    pictures = []
    for seed in (1, 2):
        path = tmp_path / f"现场{seed}.jpg"
        path.write_bytes(photo(seed))
        pictures.append(str(path))
    page.select_option("select[name=project_id]", str(project.pk))
    page.fill("textarea[name=notes]", notes)
    page.click("#add-finding")
    page.fill("#findings input[name=title]", "临边防护缺失")
    page.set_input_files("#photos", pictures)
    page.wait_for_selector("#photo-list li:nth-child(2)")


def wait_for_worker(page):
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("caches.keys().then(names => names.length > 0)")
