"""The whole care loop on real records, in a real browser, as four people: learn, choose, book, answer, be treated,
track, adjust. The client holds a phone; therapist, front desk and owner look at a tablet."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from tableside.core.screening.birth import BORN_ON, asking_birth
from tableside.core.screening.question import Question
from tableside.knowledge.load_rulebook import load_questions
from tableside.records.foundation.scope import practice_scope
from tableside.records.intake.models import Screening
from tableside.records.outcomes.models import Measurement
from tableside.records.plans.models import TreatmentPlan
from tableside.records.scheduling.models import Appointment
from tests.factories import BLOOD_THINNER, healthy
from tests.journeys.stage import PHONE, TABLET, Stage, Window, give_second_factor
from tests.personas import PASSWORD

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
GUEST, GUEST_MAIL = "Greta Hall", "greta@guests.example"


def test_up_to_the_booking_everything_works_without_javascript(
    live_server: Any, new_context: Callable[..., Any]
) -> None:
    stage = Stage.of(live_server, new_context)
    client = stage.window(PHONE, has_script=False)

    learn(client)
    choose(client)
    book(client)

    with practice_scope(stage.cast.practice.id):
        assert [one.client.name for one in Appointment.objects.select_related("client")] == [GUEST]


def test_a_guest_learns_chooses_books_answers_is_treated_and_agrees_on_what_comes_next(
    live_server: Any, new_context: Callable[..., Any]
) -> None:
    stage = Stage.of(live_server, new_context)
    give_second_factor(stage.cast.ana, stage.cast.owner)
    client, therapist, desk, owner = (stage.window(size) for size in (PHONE, TABLET, TABLET, TABLET))

    learn(client)
    choose(client)
    book(client)
    links = read_the_confirmation(stage, owner)
    answer_the_health_questions(client, links["intake"])
    claim_the_account(client, links["claim"])
    check_in(stage, desk)
    treat(stage, therapist)
    track(therapist)
    propose_a_plan(therapist)
    accept_the_plan(client)

    with practice_scope(stage.cast.practice.id):
        first, *later = Appointment.objects.order_by("starts_at").select_related("client")
        plan = TreatmentPlan.objects.get()
        wanted = plan.sessions - (first.starts_at >= plan.created_at)  # a session begun early belongs to the plan
        assert (first.status, [one.status for one in later]) == ("completed", ["booked"] * wanted)
        assert {one.client.name for one in (first, *later)} == {GUEST}
        assert (plan.status, plan.sessions) == ("accepted", 4)
        assert Screening.objects.filter(appointment=first).latest("screened_at").outcome == "modify"
        pain = Measurement.objects.filter(instrument="nrs_pain").values_list("moment", "score")
        assert dict(pain) == {"before": Decimal(6), "after": Decimal(3)}


def learn(client: Window) -> None:
    client.open("/")
    client.open(reverse("site:guide-home"))
    client.follow("Pain")
    client.says("Low certainty")
    client.open(reverse("site:guide-technique", args=["deep_tissue"]))
    client.open(reverse("site:guide-precautions"))
    client.open(reverse("site:guide-questions"))


def choose(client: Window) -> None:
    client.open(reverse("site:therapists"))
    client.follow("Ana Lindqvist")
    client.says("AT-1020")


def book(client: Window) -> None:
    page = client.open(reverse("portal:book"))
    client.follow("Swedish massage, 60 minutes")
    client.follow("Ana Lindqvist")
    page.locator("button.offer").nth(1).click()  # the first one may be over before the form is filled in
    client.look()
    page.get_by_label("Your name").fill(GUEST)
    page.get_by_label("E-mail", exact=True).fill(GUEST_MAIL)
    page.get_by_label("I have read the booking policy").check()
    client.press("Book this appointment")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your appointment")


def read_the_confirmation(stage: Stage, owner: Window) -> dict[str, str]:
    """Without a mail server the owner sees what would have been sent; the links in it are the client's."""
    stage.sign_in(owner, stage.cast.owner)
    page = owner.open(reverse("desk:mail"))
    page.get_by_role("link", name=re.compile("Your appointment on")).first.click()
    owner.look()
    letter = page.locator(".letter").first.inner_text()
    found = re.findall(r"https?://[^/\s]+/(appointment|intake|claim)/([\w-]+)/", letter)
    return {purpose: f"/{purpose}/{token}/" for purpose, token in found}


def answer_the_health_questions(client: Window, address: str) -> None:
    """Healthy, but for a blood thinner."""
    client.open(address)
    page = client.follow("Begin")
    questions = asking_birth(load_questions(), is_known=False)
    answers = {**healthy(load_questions(), **BLOOD_THINNER), BORN_ON.id: date(1990, 5, 4)}
    due = [question for question in questions.asked(answers) if question.id in answers]
    while due:
        opened = [question for question in due if is_shown(page, question)]
        for question in opened:
            give(page, question, answers[question.id])
        client.press("Next")
        due = [question for question in due if question not in opened]
    page.get_by_label("I have read this and agree").check()
    page.locator('[name="signed_name"]').fill(GUEST)
    page.locator("main form button").last.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Your therapist will adapt the treatment")
    client.look()


def is_shown(page: Page, question: Question) -> bool:
    """Some open only once the page has been sent."""
    return page.locator(f'[name="{question.id}"]').count() > 0


def give(page: Page, question: Question, answer: object) -> None:
    if isinstance(answer, date | int):
        page.locator(f'[name="{question.id}"]').fill(str(answer))
        return
    for value in answer if isinstance(answer, tuple) else (answer,):
        page.locator(f'[name="{question.id}"][value="{value}"]').check()


def claim_the_account(client: Window, address: str) -> None:
    page = client.open(address)
    for box in page.locator("input[type=password]").all():
        box.fill(PASSWORD)
    client.press("Set password and open my account")
    expect(page.get_by_role("heading", level=1)).to_contain_text(GUEST)


def check_in(stage: Stage, desk: Window) -> None:
    """The front desk sees that something needs attention, never what."""
    stage.sign_in(desk, stage.cast.front_desk)
    page = desk.open(day_of_the_appointment(stage))
    expect(page.locator("main")).to_contain_text(GUEST)
    assert "thinner" not in page.content()
    desk.press("Check in")
    desk.says("Arrived")


def treat(stage: Stage, therapist: Window) -> None:
    stage.sign_in(therapist, stage.cast.ana)
    page = therapist.open(day_of_the_appointment(stage))
    therapist.follow("Start session")
    therapist.says("A blood thinner")
    therapist.press("Start the session")
    page.wait_for_function("customElements.get('auto-save') && window.htmx")
    score(page, "before", "nrs_pain", 6)
    work(page)
    page.locator("#pressure").get_by_role("button", name="Good").click()
    expect(page.locator("#pressure .said-list")).to_contain_text("Good")
    page.locator('#body [data-place="shoulder.left"]').first.click()
    expect(page.locator("#body").get_by_role("status")).to_contain_text("Saved")
    therapist.look()
    therapist.press("End the session")
    score(page, "after", "nrs_pain", 3)
    for part, words in NOTE.items():
        page.locator("#note").get_by_label(part).fill(words)
    therapist.look()
    page.locator("#note").get_by_role("button", name="Sign", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Sign", exact=True).click()
    therapist.says("Signed by Ana Lindqvist")
    therapist.look()


NOTE = {
    "Subjective": "Left shoulder stiff since Friday.",
    "Objective": "Left upper trapezius firm, turning the head is free.",
    "Assessment": "Eases with medium pressure.",
    "Plan": "Again next week.",
}


def score(page: Page, moment: str, instrument: str, number: int) -> None:
    part = page.locator(f"#{moment}")
    part.locator(f'[name*="{instrument}"][value="{number}"]').check()
    expect(part.get_by_role("status")).to_contain_text("Saved")


def work(page: Page) -> None:
    """Deep tissue is barred by the blood thinner, and pressure above the cap cannot be chosen."""
    part = page.locator("#work")
    with page.expect_response("**/work/limits/"):
        part.get_by_label("Where").select_option("shoulder.left")
    page.wait_for_function("!document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling')")
    expect(part.locator('[name="pressure"][value="4"]')).to_be_disabled()
    expect(part.locator('[name="technique"][value="deep_tissue"]')).to_be_disabled()
    part.locator('[name="pressure"][value="3"]').check()
    part.get_by_label("30", exact=True).check()
    part.get_by_role("button", name="Add", exact=True).click()
    expect(part.locator(".work-list__place")).to_have_text("Left shoulder")


def track(therapist: Window) -> None:
    therapist.follow("History")
    expect(therapist.page.locator("svg.chart__svg").first).to_be_visible()


def propose_a_plan(therapist: Window) -> None:
    page = therapist.page
    therapist.follow("Write a plan")
    page.get_by_label("Number of sessions").fill("4")
    page.get_by_label("Days between sessions").fill("7")
    expect(page.locator('[name="baseline"][value="6"]')).to_be_checked()  # as the client arrived
    page.locator('[name="target"][value="2"]').check()
    therapist.press("Propose this plan")
    therapist.says("of 4 sessions")


def accept_the_plan(client: Window) -> None:
    """All proposed dates in one step."""
    page = client.open(reverse("portal:home"))
    expect(page.locator("svg.chart__svg").first).to_be_visible()
    client.press("Book these dates")
    client.says("Booked.")


def day_of_the_appointment(stage: Stage) -> str:
    """The first free time may lie beyond midnight of the practice."""
    with practice_scope(stage.cast.practice.id):
        starts_at = Appointment.objects.earliest("starts_at").starts_at
    return f"{reverse('desk:day')}?on={starts_at.astimezone(stage.zone).date()}"
