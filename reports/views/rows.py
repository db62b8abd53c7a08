"""A row and where it comes from."""

import uuid
from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from nsss_gender.accounts.models import User
from reports import selectors
from reports.permissions import can_read_answer
from reports.views.plans import language


@require_safe
@login_required
def item(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A row, and in one click the answer, version, packet and comments it rests on (49)."""
    user = cast("User", request.user)
    found = get_object_or_404(selectors.items(user), pk=pk)
    readable = bool(can_read_answer(user, found))
    question = found.plan.round.questionnaire.schema().question(found.question_code)
    context = {
        "item": found,
        "entry": found.entry,
        "question": question.text.in_language(language()),
        "readable": readable,
        "counted": selectors.counted(found) if readable else "",
        "answers": selectors.answers(found) if readable else (),
        "comments": selectors.comments(user, found) if readable else (),
    }
    return render(request, "reports/item.html", context)
