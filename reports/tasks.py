"""Making files in the background: the worker builds the Document, prints it, compares its faces.

Nothing here decides who may do what; the row and its services do (decision 9). What prints is
imported late, so that the web process, which only queues, never loads it.
"""

import io
import logging
import uuid

from django_tasks import task

from assessments.models import Packet, Round, Submission
from nsss_gender.accounts.models import Seat
from nsss_gender.files import store
from nsss_gender.files.keeping import let_go
from nsss_gender.files.queue import Beat, TooLong, queue
from reports.builders import (
    blank,
    board,
    briefing,
    chapter,
    cluster,
    ledger,
    letter,
    packet,
    plan,
    profile,
    receipt,
    report,
    returned,
    weekly,
)
from reports.documents import Document
from reports.enums import ExportFormat, ExportKind
from reports.models import ActionPlan, Export, Subject
from reports.selectors.profile import entry_of
from reports.services.making import (
    Made,
    Stopped,
    export_beat,
    export_begin,
    export_done,
    export_failed,
    export_queued,
    export_stopped,
    exports_expire,
    exports_sweep,
    exports_waiting,
)
from reports.services.printed import KeptParts, parts_expire
from reports.services.weekly import weekly_ask

WHOLE = 100
MOST = 30 * 60.0  # seconds for one file (reliability 55); a national plan takes about two minutes
logger = logging.getLogger(__name__)


@task
def make_export(export_id: str) -> str:
    """Make one file; returns what became of it, for the queue's own record."""
    sweep()
    export = export_begin(pk=uuid.UUID(export_id))
    if export is None:
        return "not waiting"
    try:
        export_done(export=export, made=_made(export))
    except Stopped:
        export_stopped(export=export)
        return "stopped"
    except Exception as error:  # whatever it is, the row must say so
        logger.exception("Export %s could not be made", export_id)
        export_failed(export=export, why=_why(error))
        return "failed"
    return "done"


def sweep() -> int:
    """Let silent rows wait again, ask for the week's summaries, queue every row that waits without a live task,
    let go of old files."""
    weekly_ask()
    return exports_sweep() + queue_waiting() + let_go([*exports_expire(), *parts_expire()])


def queue_waiting() -> int:
    """Queue the rows that wait and that no live task stands for; returns how many."""
    return queue(make_export, exports_waiting(), _queued)


def _queued(export: Export, task_id: str) -> None:
    export_queued(export=export, task_id=task_id, old=export.task_id)


def build(subject: Subject, language: str) -> tuple[Document, str]:
    """The document of a subject as it stands now; of a draft also the digest of its version."""
    match subject:
        case Subject(plan=ActionPlan() as plan_):
            return _of_plan(plan_, subject, language), ""
        case Subject(packet=Packet() as sent):
            return _of_packet(sent, subject, language), ""
        case Subject(submission=Submission() as submission, assessment=assessment):
            draft = report.read(submission)
            return report.document(draft, assessment, language), draft.version
        case Subject(round=Round() as round_):
            return _of_round(subject, round_, language), ""
        case Subject(seat=Seat() as seat):
            return briefing.build(seat, language), ""
    raise ValueError(f"There is no document of {subject.kind}")


def _of_packet(sent: Packet, subject: Subject, language: str) -> Document:
    """The receipt of a packet, the letter about its return, or the packet itself."""
    if subject.kind == ExportKind.RETURN_LETTER:
        return returned.document(sent, language)
    if subject.kind == ExportKind.PACKET:
        return packet.document(sent, subject.assessment, language)
    return receipt.document(sent, language)


def _of_round(subject: Subject, round_: Round, language: str) -> Document:
    match subject.kind:
        case ExportKind.BOARD:
            return board.build(round_, language)
        case ExportKind.WEEKLY:
            return weekly.build(round_, language)
        case ExportKind.LEDGER:
            return ledger.build(round_, language)
    if subject.kind == ExportKind.REMINDER and subject.ministry:
        return letter.reminder(round_, subject.ministry, language)
    if subject.ministry:
        return letter.document(round_, subject.ministry, language)
    return blank.document(round_, language)


def _of_plan(plan_: ActionPlan, subject: Subject, language: str) -> Document:
    """The document of a plan, of a chapter of it, or of a programme."""
    if subject.assessment:
        return profile.build(entry_of(plan_, subject.assessment.pk), language)
    if subject.ministry:
        return chapter.build(plan_, subject.ministry, language)
    if subject.cluster:
        return cluster.build(plan_, subject.cluster, language)
    return plan.build(plan_, language)


def _made(export: Export) -> Made:
    beat = Beat(lambda done, total: export_beat(export=export, done=done, total=total), MOST)
    beat(0, WHOLE)
    document, version = build(export.subject, export.language)
    content = _MAKERS[ExportFormat(export.format)](document, beat)
    kept = store.keep(io.BytesIO(content))
    return Made(document.digest(), kept.sha256, kept.size, version)


def _pdf(document: Document, beat: Beat) -> bytes:
    """The PDF, released only when page, PDF and workbook show the same figures (68)."""
    from reports.exports import faces, page, pdf, press, xlsx  # noqa: PLC0415

    if press.in_parts(document):
        return press.draw(document, KeptParts(), beat).content
    printed = pdf.draw(document, beat)
    workbook = (
        None if document.is_paper else xlsx.render(document)
    )  # what is read and signed on paper has none
    faces.check_faces(document, page.render(document), printed.cells, workbook)
    return printed.content


def _xlsx(document: Document, beat: Beat) -> bytes:
    """The workbook, released only when it and the page show the document's figures (68).

    What a PDF would show is taken from the document: printing one as well would cost minutes.
    """
    from reports.exports import faces, page, shown, xlsx  # noqa: PLC0415

    content = xlsx.render(document, beat)
    faces.check_faces(document, page.render(document), shown.placed_texts(document), content)
    return content


def _docx(document: Document, beat: Beat) -> bytes:
    """The Word file, released only when it and the page show the document's figures (68)."""
    from reports.exports import docx, faces, page, shown  # noqa: PLC0415

    content = docx.render(document, beat)
    texts = shown.placed_texts(document)
    faces.check_faces(document, page.render(document), texts, None, content)
    return content


_MAKERS = {ExportFormat.PDF: _pdf, ExportFormat.XLSX: _xlsx, ExportFormat.DOCX: _docx}


def _why(error: Exception) -> str:
    from reports.exports.faces import FaceMismatch  # noqa: PLC0415

    match error:
        case FaceMismatch():
            return "differs"
        case TooLong():
            return "long"
    return "failed"
