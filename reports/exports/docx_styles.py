"""How a Word document of ours looks: styles, fonts, lists, settings, and what is taken out of the empty template."""

from docx.document import Document as WordDocument
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from reports.exports.docx_xml import LOCALES

LATIN, BANGLA = "Calibri", "Noto Sans Bengali"
INSTEAD = "Nirmala UI,Nikosh,Vrinda"  # what Word takes where the Bangla font is not installed
BULLETS, NUMBERS = 1, 2
GREEN, DEEP, GREY, RED, LINE, HEAD_FILL = (
    "0B5D4E",
    "0B3F36",
    "4B5865",
    "8A1C1C",
    "9AA7B4",
    "E3ECE9",
)
_NOT_NEEDED = {
    "stylesWithEffects",
    "customXml",
    "theme",
    "webSettings",
    "thumbnail",
    "fontTable",
}
_FONTS = f'<w:rFonts w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:eastAsia="{LATIN}" w:cs="{BANGLA}"/>'


def dress(word: WordDocument, lang: str, layout: str) -> None:
    """Put our styles, lists and settings in the place of the template's."""
    _replace(word.styles.element, _styles(lang, layout))
    _replace(word.settings.element, _settings(lang))
    _replace(word.part.numbering_part.element, _NUMBERING)
    for part in (word.part.package, word.part):
        for key, relation in list(part.rels.items()):
            if relation.reltype.rpartition("/")[2] in _NOT_NEEDED:
                part.rels.pop(key)
    fonts = Part(
        PackURI("/word/fontTable.xml"),
        CONTENT_TYPE.WML_FONT_TABLE,
        _font_table().encode(),
        word.part.package,
    )
    word.part.relate_to(fonts, RELATIONSHIP_TYPE.FONT_TABLE)


def numbered_list(word: WordDocument, number: int) -> None:
    """A list of its own that counts from one."""
    xml = (
        f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{NUMBERS}"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    word.part.numbering_part.element.append(parse_xml(xml))


def _replace(element: object, xml: str) -> None:
    for child in list(element):  # type: ignore[call-overload]  # lxml elements are untyped here
        element.remove(child)  # type: ignore[attr-defined]
    root = parse_xml(f"<w:root {nsdecls('w')}>{xml}</w:root>")
    for child in list(root):
        element.append(child)  # type: ignore[attr-defined]


def _settings(lang: str) -> str:
    compatible = "".join(
        f'<w:compatSetting w:name="{name}" w:uri="http://schemas.microsoft.com/office/word" w:val="{value}"/>'
        for name, value in (("compatibilityMode", 15), ("enableOpenTypeFeatures", 1))
    )
    return (
        '<w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
        f"<w:compat>{compatible}</w:compat>"
        f'<w:themeFontLang w:val="{LOCALES[lang]}" w:bidi="{LOCALES["bn"]}"/>'
        '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/>'
    )


def _font_table() -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts {nsdecls("w")}>'
        f'<w:font w:name="{LATIN}"><w:family w:val="swiss"/></w:font>'
        f'<w:font w:name="{BANGLA}"><w:altName w:val="{INSTEAD}"/><w:family w:val="swiss"/></w:font>'
        "</w:fonts>"
    )


def _level(kind: str, text: str) -> str:
    return (
        '<w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        f'<w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        '<w:pPr><w:ind w:left="454" w:hanging="340"/></w:pPr></w:lvl>'
    )


_NUMBERING = (
    f'<w:abstractNum w:abstractNumId="{BULLETS}">{_level("bullet", "•")}</w:abstractNum>'
    f'<w:abstractNum w:abstractNumId="{NUMBERS}">{_level("decimal", "%1.")}</w:abstractNum>'
    f'<w:num w:numId="{BULLETS}"><w:abstractNumId w:val="{BULLETS}"/></w:num>'
)


def _look(size: float, *, bold: bool = False, color: str = "") -> str:
    """Size in points; Bangla letters of the same size look larger, so they are set a little smaller."""
    heavy = "<w:b/><w:bCs/>" if bold else ""
    tint = f'<w:color w:val="{color}"/>' if color else ""
    return (
        f"<w:rPr>{heavy}{tint}"
        f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 1.84)}"/></w:rPr>'
    )


def _space(before: int, after: int, line: int = 264) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="auto"/>'


def _style(
    key: str, name: str, paragraph: str, look: str, *, follows: str = "", base: str = "Normal"
) -> str:
    """A paragraph style: its properties in the order of the schema."""
    next_ = f'<w:next w:val="{follows}"/>' if follows else ""
    based = f'<w:basedOn w:val="{base}"/>' if base else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/>{based}{next_}'
        f"<w:qFormat/><w:pPr>{paragraph}</w:pPr>{look}</w:style>"
    )


def _styles(lang: str, layout: str) -> str:
    size = {"letter": 11.5, "sheet": 8.0}.get(layout, 10.5)
    defaults = (
        "<w:docDefaults><w:rPrDefault><w:rPr>"
        f'{_FONTS}<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 1.84)}"/>'
        f'<w:lang w:val="{LOCALES[lang]}" w:eastAsia="en-GB" w:bidi="{LOCALES["bn"]}"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>"
        f"{_space(0, 120)}</w:pPr></w:pPrDefault></w:docDefaults>"
    )
    return defaults + "".join([*_paragraph_styles(size), *_other_styles()])


def _paragraph_styles(size: float) -> list[str]:
    normal = '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
    keep = "<w:keepNext/><w:keepLines/>"
    rule = (
        '<w:pBdr><w:{side} w:val="single" w:sz="{width}" w:space="4" w:color="{color}"/></w:pBdr>'
    )
    top = rule.format(side="top", width=18, color=GREEN)
    under = rule.format(side="bottom", width=4, color=LINE)
    over = rule.format(side="top", width=4, color="1D2733")
    heads = [
        _style(
            f"Heading{level}",
            f"heading {level}",
            f'{keep}{_space(before, 100)}<w:outlineLvl w:val="{level - 1}"/>',
            _look(points, bold=True, color=DEEP),
            follows="Normal",
        )
        for level, points, before in ((1, 15, 360), (2, 12.5, 260), (3, 11, 200))
    ]
    entries = [
        _style(
            f"TOC{level}",
            f"toc {level}",
            f'{_space(0, 40)}<w:ind w:left="{(level - 1) * 284}"/>',
            _look(size - (level - 1) / 2, bold=level == 1),
        )
        for level in (1, 2, 3)
    ]
    return [
        normal,
        *heads,
        *entries,
        _style(
            "Title", "Title", f"{keep}{top}{_space(240, 160)}", _look(22, bold=True, color=DEEP)
        ),
        _style("LetterTitle", "Letter subject", f"{_space(120, 240)}", _look(size, bold=True)),
        _style("Subtitle", "Subtitle", _space(0, 240), _look(13, color=GREY)),
        _style(
            "Letterhead", "Letterhead", f'{_space(0, 0)}<w:jc w:val="center"/>', _look(size + 1)
        ),
        _style("Mark", "Mark", f"{_space(60, 60)}", _look(12, bold=True, color=RED)),
        _style(
            "Contents",
            "Contents title",
            f"{keep}{_space(360, 120)}",
            _look(15, bold=True, color=DEEP),
        ),
        _style("Caption", "caption", f"{keep}{_space(200, 60)}", _look(10)),
        _style(
            "Unit", "Unit line", f'{keep}{_space(0, 40)}<w:jc w:val="right"/>', _look(9, color=GREY)
        ),
        _style("Letter", "Letter facts", _space(120, 120), ""),
        _style("Cell", "Cell", _space(20, 20, 245), _look(9)),
        _style("Small", "Small cell", _space(10, 10, 240), _look(7.5)),
        _style("List", "List text", f'{_space(0, 60)}<w:ind w:left="454" w:hanging="340"/>', ""),
        _style(
            "Asked", "Question", f"{keep}{over}{_space(200, 40)}", _look(11, bold=True, color=DEEP)
        ),
        _style("Entry", "Entry", f"{_space(0, 60)}", ""),
        _style("Rule", "Line to write on", f"{under}{_space(160, 60)}", ""),
        _style("Proof", "Proof", f"{over}{_space(120, 160)}", ""),
        _style("Note", "Note", _note(), _look(10)),
        _style(
            "Signature",
            "Signature",
            f'<w:keepLines/>{_space(0, 0)}<w:ind w:left="4820"/><w:jc w:val="center"/>',
            "",
        ),
        _style("Header", "header", f"{under}{_space(0, 0)}", _look(8.5, color=GREY)),
        _style("Footer", "footer", f"{over}{_space(0, 0)}", _look(7, color=GREY)),
    ]


def _note() -> str:
    side = '<w:{0} w:val="single" w:sz="{1}" w:space="5" w:color="{2}"/>'
    sides = "".join(
        side.format(name, 24 if name == "left" else 4, GREY if name == "left" else LINE)
        for name in ("top", "left", "bottom", "right")
    )
    return (
        f'<w:keepLines/><w:pBdr>{sides}</w:pBdr><w:shd w:val="clear" w:color="auto" w:fill="F4F6F8"/>'
        f'{_space(120, 160)}<w:ind w:left="170" w:right="170"/>'
    )


def _other_styles() -> list[str]:
    edge = '<w:{0} w:val="single" w:sz="4" w:space="0" w:color="{1}"/>'
    grid = "".join(
        edge.format(name, LINE) for name in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    rules = "".join(edge.format(name, LINE) for name in ("top", "bottom", "insideH"))
    margins = '<w:tblCellMar><w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar>'
    table = (
        '<w:style w:type="table" w:styleId="{0}"><w:name w:val="{1}"/><w:basedOn w:val="TableNormal"/>'
        "<w:tblPr><w:tblBorders>{2}</w:tblBorders>{3}</w:tblPr></w:style>"
    )
    return [
        (
            '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
            '<w:name w:val="Default Paragraph Font"/></w:style>'
        ),
        (
            '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
            f'<w:tblPr><w:tblInd w:w="0" w:type="dxa"/>{margins}</w:tblPr></w:style>'
        ),
        table.format("Figures", "Figures", grid, margins),
        table.format("Facts", "Facts", rules, margins),
        (
            '<w:style w:type="character" w:styleId="Code"><w:name w:val="Code"/><w:rPr>'
            '<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas" w:cs="Consolas"/><w:sz w:val="16"/><w:szCs w:val="16"/>'
            "</w:rPr></w:style>"
        ),
    ]
