"""The columns of the register as a table: what they are called in either language. Pure (capability 1).

One list serves both doors: an export writes these headings, an import knows them and many others.
"""

from dataclasses import dataclass
from enum import Enum

from programmes.schema.lexicon import Names, loose


class Kind(Enum):
    """What a column holds, for the cell's type and for the dictionary."""

    CODE = ("code", "কোড")
    TEXT = ("text", "লেখা")
    WORD = ("word of a list", "তালিকার শব্দ")
    WORDS = ("words of a list, divided by ;", "তালিকার একাধিক শব্দ, ; দিয়ে আলাদা")
    YEAR = ("fiscal year", "অর্থবছর")

    def title(self, language: str) -> str:
        """The kind in words."""
        return self.value[language == "bn"]


@dataclass(frozen=True)
class Column:
    """One column: its key, its headings, other wordings of them (folded by ``loose``), its kind."""

    key: str
    en: str
    bn: str
    kind: Kind
    words: tuple[str, ...] = ()
    width: int = 24

    def title(self, language: str) -> str:
        """The heading in the language of the reader."""
        return self.bn if language == "bn" else self.en


COLUMNS = (
    Column("code", "Code", "কোড", Kind.CODE, ("id", "programme code", "programme id", "কর্মসূচির কোড"), 10),
    Column(
        "name_en", "Name in English", "ইংরেজি নাম", Kind.TEXT,
        ("name en", "english name", "programme name in english", "programme name english"), 44,
    ),
    Column(
        "name_bn", "Name in Bangla", "বাংলা নাম", Kind.TEXT,
        ("name bn", "bangla name", "bengali name", "name in bengali", "নাম বাংলা", "কর্মসূচির নাম বাংলা"), 44,
    ),
    Column("acronym", "Acronym", "সংক্ষিপ্ত নাম", Kind.TEXT, ("short name", "abbreviation"), 12),
    Column(
        "lead", "Lead ministry", "মুখ্য মন্ত্রণালয়", Kind.WORD,
        (
            "ministry", "ministry division", "ministry or division", "ministry en", "name of ministry",
            "administrative ministry", "implementing ministry", "responsible ministry", "lead ministry division",
            "মন্ত্রণালয়", "মন্ত্রণালয়/বিভাগ", "মন্ত্রণালয় বা বিভাগ", "বাস্তবায়নকারী মন্ত্রণালয়", "মন্ত্রণালয়ের নাম",
            "প্রশাসনিক মন্ত্রণালয়", "উদ্যোগী মন্ত্রণালয়",
        ), 40,
    ),
    Column(
        "partners", "Partner ministries", "অংশীদার মন্ত্রণালয়", Kind.WORDS,
        ("partner ministry", "partners", "associated ministries", "সহযোগী মন্ত্রণালয়"), 40,
    ),
    Column(
        "agency", "Implementing agency", "বাস্তবায়নকারী সংস্থা", Kind.WORD,
        (
            "agency", "department", "department agency", "implementing department", "directorate",
            "দপ্তর/সংস্থা", "সংস্থা", "অধিদপ্তর", "দপ্তর", "বাস্তবায়নকারী দপ্তর", "বাস্তবায়নকারী",
        ), 36,
    ),
    Column(
        "cluster", "Cluster", "ক্লাস্টার", Kind.WORD,
        ("thematic cluster", "cluster name", "বিষয়ভিত্তিক ক্লাস্টার", "থিমেটিক ক্লাস্টার"), 32,
    ),
    Column(
        "stages", "Life-cycle stages", "জীবনচক্রের ধাপ", Kind.WORDS,
        ("lifecycle stages", "lifecycle stage", "life cycle stage", "lifecycle", "life cycle", "জীবনচক্র", "জীবনচক্রের পর্যায়"), 32,
    ),
    Column(
        "groups", "Target groups", "লক্ষ্যভুক্ত জনগোষ্ঠী", Kind.WORDS,
        ("target group", "target population", "লক্ষ্য জনগোষ্ঠী", "লক্ষ্যভুক্ত গোষ্ঠী", "লক্ষ্য গোষ্ঠী"), 36,
    ),
    Column("approach", "Approach", "পদ্ধতি", Kind.WORD, ("step approach", "gender approach"), 36),
    Column("functions", "Functions", "কাজের ধরন", Kind.WORDS, ("function", "type of function"), 28),
    Column(
        "transfer_type", "Kind of support", "সহায়তার ধরন", Kind.TEXT,
        ("transfer type", "type of transfer", "type of support", "type of benefit", "modality", "কর্মসূচির ধরন"), 20,
    ),
    Column("benefit_rate", "Rate", "হার", Kind.TEXT, ("benefit rate", "rate of benefit", "ভাতার হার", "সহায়তার হার"), 28),
    Column(
        "target_note", "Target group as the source words it", "সূত্রের ভাষায় লক্ষ্যভুক্ত জনগোষ্ঠী", Kind.TEXT,
        ("target note", "beneficiary description", "eligibility", "উপকারভোগীর বিবরণ"), 44,
    ),
    Column("stage_note", "Note on the stages", "ধাপ সম্পর্কে দ্রষ্টব্য", Kind.TEXT, ("stage note",), 24),
    Column(
        "gender_features", "Gender features that the source names", "সূত্রে উল্লিখিত জেন্ডার বৈশিষ্ট্য", Kind.TEXT,
        ("existing gender features", "gender features", "জেন্ডার বৈশিষ্ট্য"), 44,
    ),
    Column("start", "Start as the source words it", "সূত্রের ভাষায় শুরু", Kind.TEXT, (), 18),
    Column(
        "start_fy", "Start (fiscal year)", "শুরু (অর্থবছর)", Kind.YEAR,
        ("start", "start fy", "start year", "starting year", "year of start", "start date", "introduced in", "শুরু", "শুরুর অর্থবছর", "শুরুর বছর", "শুরুর তারিখ", "আরম্ভ"), 14,
    ),
    Column(
        "end_fy", "End (fiscal year)", "শেষ (অর্থবছর)", Kind.YEAR,
        ("end", "end fy", "end year", "end date", "শেষ", "শেষের অর্থবছর", "সমাপ্তি", "শেষের তারিখ"), 14,
    ),
    Column("grade", "Grade of the source", "সূত্রের মান", Kind.WORD, ("grade", "evidence grade", "source grade"), 12),
    Column("source", "Source", "সূত্র", Kind.TEXT, ("sources", "reference", "তথ্যসূত্র", "উৎস"), 44),
    Column("note", "Note", "দ্রষ্টব্য", Kind.TEXT, ("notes", "remarks", "remark", "comment", "মন্তব্য"), 44),
)  # fmt: skip
KEYS = tuple(column.key for column in COLUMNS)
BY_KEY = {column.key: column for column in COLUMNS}

# A heading that only says "name": the script of each cell tells which name it is.
NAME = "name"
NAME_WORDS = (
    "name", "programme", "program", "programme name", "program name", "name of programme", "name of program",
    "scheme", "name of scheme", "social security programme", "name of the social security programme",
    "কর্মসূচি", "কর্মসূচির নাম", "নাম", "সামাজিক নিরাপত্তা কর্মসূচি", "কার্যক্রমের নাম", "কার্যক্রম",
)  # fmt: skip
# Columns that are left out without a question: they number the rows, or we wrote them for reading only.
LEFT_OUT = "-"
STATE = Column("state", "State", "অবস্থা", Kind.TEXT, (), 16)
LEFT_OUT_WORDS = (
    "sl", "sl no", "sl number", "serial", "serial no", "serial number", "s n", "sn", "no", "number",
    "ক্রমিক", "ক্রমিক নং", "ক্রমিক নম্বর", "ক্রম", "নং", STATE.en, STATE.bn,
)  # fmt: skip

HEADINGS = Names(
    [
        *((column.key, (column.en, column.bn, *column.words)) for column in COLUMNS),
        (NAME, NAME_WORDS),
        (LEFT_OUT, LEFT_OUT_WORDS),
    ]
)


def heading(text: str) -> str:
    """The key of the column that a heading names; "-" for one to leave out, "" for an unknown one."""
    return HEADINGS.code(text) if loose(text) else LEFT_OUT
