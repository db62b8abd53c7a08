"""A new address for a calendar. The hidden id makes a second post harmless."""

import uuid

from django import forms


class CalendarForm(forms.Form):
    """Nothing is typed: the address is made by the application."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
