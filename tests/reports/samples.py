"""Documents for the tests of the faces: a plan as a ministry would print it, with figures made up for the purpose."""

from datetime import date
from decimal import Decimal

from reports.documents import (
    Bar,
    Block,
    Cell,
    Column,
    Document,
    Figure,
    Heading,
    Kind,
    Listing,
    Note,
    Paragraph,
    Proof,
    Row,
    Signature,
    Table,
    Term,
)

WORDS = {
    "en": {
        "letterhead": (
            "Government of the People's Republic of Bangladesh",
            "Ministry of Social Welfare",
        ),
        "title": "Gender action plan of the Ministry of Social Welfare",
        "subtitle": "Draft 2 of the plan under the National Social Security Strategy",
        "facts": ("Assessment round", "Fiscal year", "Programmes assessed", "Date of this draft"),
        "round": "First round (sample)",
        "mark": "DRAFT",
        "background": "How the plan was made",
        "text": (
            "Each programme was assessed with its implementing agency and with women and men who "
            "receive it. What a programme cannot do yet is listed with its reason, so that the "
            "committee can decide on it."
        ),
        "note": "The report of this ministry is not yet accepted: 3 of 14 assessments are unsettled.",
        "summary": "Where the programmes stand",
        "summary_table": "Programmes by level",
        "summary_columns": (
            "Programme",
            "Points now",
            "Points possible",
            "Women covered",
            "Budget",
            "Start",
        ),
        "unit": "in crore taka; women in persons",
        "figure": "Points now, of seven",
        "plan": "The plan",
        "plan_intro": "Rows follow the programmes in the order of the register.",
        "plan_table": "Actions of the ministry",
        "plan_columns": (
            "Ref.",
            "Programme",
            "Gap",
            "Action",
            "Responsible",
            "Indicator",
            "Unit",
            "Baseline",
            "Target",
            "Time frame",
            "Priority",
        ),
        "programme": "Allowance for Widow, Deserted and Destitute Women",
        "gap": "There is no training for self-reliance.",
        "action": "Offer training in managing a small business, with child care on the days of training.",
        "responsible": "Deputy Secretary (Social Security)",
        "indicator": "Women who complete the training",
        "per": "persons",
        "priority": "high",
        "constraints": "Constraint list",
        "constraint": "Q8, Old Age Allowance: the payment takes place through banks; there is no occasion to meet.",
        "proof": "Possible minus now",
        "terms": ("possible", "now", "rows kept", "rows merged", "rows dropped"),
        "sign": ("Signature", "Senior Secretary/Secretary", "Ministry of Social Welfare"),
        "total": "Total",
        "missing": "not recorded",
        "annex": "Comments",
        "empty": "No comment was made.",
    },
    "bn": {
        "letterhead": ("গণপ্রজাতন্ত্রী বাংলাদেশ সরকার", "সমাজকল্যাণ মন্ত্রণালয়"),
        "title": "সমাজকল্যাণ মন্ত্রণালয়ের জেন্ডার কর্মপরিকল্পনা",
        "subtitle": "জাতীয় সামাজিক নিরাপত্তা কৌশলের অধীন কর্মপরিকল্পনার খসড়া ২",
        "facts": ("মূল্যায়ন পর্ব", "অর্থবছর", "মূল্যায়িত কর্মসূচি", "এই খসড়ার তারিখ"),
        "round": "প্রথম পর্ব (নমুনা)",
        "mark": "খসড়া",
        "background": "কর্মপরিকল্পনা যেভাবে প্রণীত হয়েছে",
        "text": (
            "প্রতিটি কর্মসূচি বাস্তবায়নকারী সংস্থা এবং উপকারভোগী নারী ও পুরুষের সঙ্গে মতবিনিময়ের মাধ্যমে "
            "মূল্যায়ন করা হয়েছে। শিক্ষার্থী, শ্রমিক ও কর্মকর্তাদের মতামত অনুযায়ী জ্ঞানচর্চা, বিজ্ঞান ও প্রযুক্তি, "
            "স্বাস্থ্যসেবা এবং স্ত্রী-পুরুষ সমতার ক্ষেত্রে যা এখনই সম্ভব নয় তা কারণসহ তালিকাভুক্ত করা হয়েছে।"
        ),
        "note": "এই মন্ত্রণালয়ের প্রতিবেদন এখনও গৃহীত হয়নি: ১৪টির মধ্যে ৩টি মূল্যায়ন নিষ্পন্ন নয়।",
        "summary": "কর্মসূচির বর্তমান অবস্থা",
        "summary_table": "পর্যায় অনুযায়ী কর্মসূচি",
        "summary_columns": ("কর্মসূচি", "বর্তমান নম্বর", "সম্ভাব্য নম্বর", "উপকারভোগী নারী", "বাজেট", "শুরু"),
        "unit": "কোটি টাকায়; নারী জনে",
        "figure": "বর্তমান নম্বর, সাতের মধ্যে",
        "plan": "কর্মপরিকল্পনা",
        "plan_intro": "সারিগুলো নিবন্ধনের ক্রম অনুসারে সাজানো।",
        "plan_table": "মন্ত্রণালয়ের কার্যক্রম",
        "plan_columns": (
            "সূত্র",
            "কর্মসূচি",
            "ঘাটতি",
            "কার্যক্রম",
            "দায়িত্বপ্রাপ্ত",
            "সূচক",
            "একক",
            "ভিত্তিমান",
            "লক্ষ্যমাত্রা",
            "সময়সীমা",
            "অগ্রাধিকার",
        ),
        "programme": "বিধবা ও স্বামী নিগৃহীতা মহিলা ভাতা",
        "gap": "স্বাবলম্বিতার জন্য কোনো প্রশিক্ষণ নেই।",
        "action": "ক্ষুদ্র ব্যবসা পরিচালনায় প্রশিক্ষণ প্রদান, প্রশিক্ষণের দিনে শিশু পরিচর্যার ব্যবস্থাসহ।",
        "responsible": "উপসচিব (সামাজিক নিরাপত্তা)",
        "indicator": "প্রশিক্ষণ সম্পন্নকারী নারী",
        "per": "জন",
        "priority": "উচ্চ",
        "constraints": "সীমাবদ্ধতার তালিকা",
        "constraint": "Q8, বয়স্ক ভাতা: ভাতা ব্যাংকের মাধ্যমে দেওয়া হয়; সভার সুযোগ নেই।",
        "proof": "সম্ভাব্য বিয়োগ বর্তমান",
        "terms": ("সম্ভাব্য", "বর্তমান", "গৃহীত সারি", "একীভূত সারি", "বাদ দেওয়া সারি"),
        "sign": ("স্বাক্ষর", "সিনিয়র সচিব/সচিব", "সমাজকল্যাণ মন্ত্রণালয়"),
        "total": "মোট",
        "missing": "তথ্য নেই",
        "annex": "মন্তব্য",
        "empty": "কোনো মন্তব্য করা হয়নি।",
    },
}

_PLAN_WIDTHS = (10, 16, 18, 26, 15, 16, 8, 10, 10, 10, 9)
_PLAN_KINDS = (
    Kind.CODE,
    Kind.TEXT,
    Kind.TEXT,
    Kind.TEXT,
    Kind.TEXT,
    Kind.TEXT,
    Kind.TEXT,
    Kind.INTEGER,
    Kind.INTEGER,
    Kind.YEAR,
    Kind.TEXT,
)


def plan(lang: str, rows: int = 40) -> Document:
    """A ministry's plan with every kind of block; every figure in it differs from every other."""
    words = WORDS[lang]
    return Document(
        kind="ministry_plan",
        title=words["title"],
        subtitle=words["subtitle"],
        lang=lang,
        letterhead=words["letterhead"],
        facts=tuple(
            zip(
                words["facts"],
                (words["round"], Cell("2018-19", own=Kind.YEAR), Cell(14), Cell(date(2019, 2, 17))),
                strict=True,
            )
        ),
        code="GAP-2019-MOSW-2",
        mark=words["mark"],
        dated=date(2019, 2, 17),
        blocks=(*_front(words), *_middle(words, rows), *_end(words)),
    )


def _front(words: dict) -> tuple[Block, ...]:
    return (
        Heading(1, words["background"]),
        Note("warning", words["note"]),
        Paragraph(words["text"]),
        Paragraph(words["text"]),
        Heading(1, words["summary"]),
        summary(words),
        Figure(
            words["figure"],
            tuple(Bar(f"{words['programme']} {n}", Decimal(n) / 2) for n in range(1, 12)),
            kind=Kind.POINTS,
            most=7,
        ),
    )


def _middle(words: dict, rows: int) -> tuple[Block, ...]:
    return (
        Heading(1, words["plan"]),
        Heading(2, words["plan_table"]),
        Paragraph(words["plan_intro"]),
        actions(words, rows),
    )


def _end(words: dict) -> tuple[Block, ...]:
    possible, now, *gains = words["terms"]
    values = (Decimal("8.5"), Decimal("1.5"), Decimal(1))
    return (
        Heading(1, words["constraints"]),
        Listing((Paragraph(words["constraint"]), Paragraph(words["constraint"])), ordered=True),
        Proof(
            words["proof"],
            (Term(possible, Decimal("31.5")), Term(now, Decimal("20.5"), "−")),
            tuple(Term(label, value) for label, value in zip(gains, values, strict=True)),
        ),
        Heading(1, words["annex"], numbered=False),
        Table(words["annex"], "", (Column("comment", words["annex"]),), (), empty=words["empty"]),
        Signature(words["sign"]),
    )


def summary(words: dict) -> Table:
    """Eleven programmes with points, coverage, money and a date, one figure missing, and a total."""
    kinds = (Kind.TEXT, Kind.POINTS, Kind.POINTS, Kind.INTEGER, Kind.DECIMAL, Kind.DATE)
    columns = tuple(
        Column(
            f"c{place}",
            title,
            kind,
            width,
            meaning=title,
            places=2 if kind is Kind.DECIMAL else None,
        )
        for place, (title, kind, width) in enumerate(
            zip(words["summary_columns"], kinds, (30, 10, 10, 14, 12, 12), strict=True)
        )
    )
    rows = [
        Row(
            (
                Cell(f"{words['programme']} {n}"),
                Cell(Decimal(n) / 2),
                Cell(Decimal(n + 2) / 2),
                Cell(None, missing=words["missing"]) if n == 3 else Cell(1_23_45_670 + n * 1111),
                Cell(None) if n == 4 else Cell(Decimal("1234.05") + n),
                Cell(date(2019, 1, n)),
            ),
            key=f"MOSW-{n}",
        )
        for n in range(1, 12)
    ]
    total = (
        Cell(words["total"]),
        Cell(33),
        Cell(44),
        Cell(123_53_000),
        Cell(Decimal("13641.55")),
        Cell(None),
    )
    return Table(
        words["summary_table"], words["unit"], columns, (*rows, Row(total, "total", total=True))
    )


def actions(words: dict, rows: int) -> Table:
    """The wide table of the plan."""
    columns = tuple(
        Column(f"c{place}", title, kind, width, meaning=title)
        for place, (title, kind, width) in enumerate(
            zip(words["plan_columns"], _PLAN_KINDS, _PLAN_WIDTHS, strict=True)
        )
    )
    return Table(
        words["plan_table"],
        "",
        columns,
        tuple(
            Row(
                (
                    Cell(f"MOSW/P{n:03}/Q9/1"),
                    Cell(words["programme"]),
                    Cell(words["gap"]),
                    Cell(words["action"]),
                    Cell(words["responsible"]),
                    Cell(words["indicator"]),
                    Cell(words["per"]),
                    Cell(None) if n % 7 == 0 else Cell(20_000 + n),
                    Cell(3_00_000 + n * 101),
                    Cell(f"20{20 + n % 6}-{21 + n % 6}"),
                    Cell(words["priority"]),
                ),
                key=f"MOSW-P{n:03}-Q9-1",
            )
            for n in range(1, rows + 1)
        ),
        wide=True,
    )
