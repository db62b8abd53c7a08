"""Addresses of people, seats, sessions, invitations and the log."""

from django.urls import path

from nsss_gender.accounts.views import acting, home, invitations, kept, log, people, seats, sessions

app_name = "accounts"
urlpatterns = [
    path("", home.home, name="home"),
    path("account/", home.profile, name="profile"),
    path("account/sessions/", sessions.session_list, name="session_list"),
    path("account/sessions/<int:pk>/end/", sessions.session_end, name="session_end"),
    path("account/sessions/end-others/", sessions.sessions_end_others, name="sessions_end_others"),
    path("account/kept/", kept.kept, name="kept"),
    path("account/kept/discard/", kept.kept_discard, name="kept_discard"),
    path("account/acting/", acting.acting, name="acting"),
    path("account/acting/end/", acting.acting_end, name="acting_end"),
    path("account/seats/", seats.seat_list, name="seat_list"),
    path("account/seats/<uuid:pk>/use/", seats.seat_switch, name="seat_switch"),
    path("invitation/<str:token>/", invitations.invitation_accept, name="invitation_accept"),
    path("people/", people.people, name="people"),
    path("people/<uuid:pk>/", people.person, name="person"),
    path("people/<uuid:pk>/deactivate/", people.person_deactivate, name="person_deactivate"),
    path("people/<uuid:pk>/reactivate/", people.person_reactivate, name="person_reactivate"),
    path(
        "people/<uuid:pk>/second-factor/",
        people.person_second_factor_reset,
        name="person_second_factor_reset",
    ),
    path("people/<uuid:pk>/seat/", people.person_grant, name="person_grant"),
    path("people/<uuid:pk>/sessions/end/", people.person_sessions_end, name="person_sessions_end"),
    path(
        "people/<uuid:pk>/sessions/<int:session>/end/",
        people.person_session_end,
        name="person_session_end",
    ),
    path("people/invite/", invitations.invite, name="invite"),
    path("people/invitations/", invitations.invitation_list, name="invitation_list"),
    path(
        "people/invitations/<uuid:pk>/withdraw/",
        invitations.invitation_withdraw,
        name="invitation_withdraw",
    ),
    path("seats/", seats.seats, name="seats"),
    path("seats/new/", seats.seat_new, name="seat_new"),
    path("seats/<uuid:pk>/", seats.seat, name="seat"),
    path("seats/<uuid:pk>/invite/", invitations.seat_invite, name="seat_invite"),
    path("seats/<uuid:pk>/hand-over/", seats.seat_hand_over, name="seat_hand_over"),
    path("seats/<uuid:pk>/vacate/", seats.seat_vacate, name="seat_vacate"),
    path("seats/<uuid:pk>/end/", seats.seat_end, name="seat_end"),
    path("log/", log.audit, name="audit"),
    path("log/csv/", log.audit_csv, name="audit_csv"),
    path("log/verify/", log.audit_verify, name="audit_verify"),
]
