"""What counts as a sentence to translate."""

from core import catalogue


def found(source):
    return list(catalogue.of_python(source))


def test_chinese_literal_is_a_sentence():
    assert found('message = "没有找到这一页。"') == ["没有找到这一页。"]


def test_docstring_pattern_and_column_default_are_not():
    source = (
        '"""《办法》第 4 条"""\nre.compile("年|月")\nmapped_column(default="社区")\n"""也不是"""'
    )

    assert found(source) == []


def test_f_string_cannot_be_translated_and_is_left_out():
    assert found('f"还差 {left} 人"') == []


def test_number_in_a_sentence_makes_a_pair():
    assert found('ngettext("%(num)s 件", "%(num)s 件物品", count)') == [
        ("%(num)s 件", "%(num)s 件物品")
    ]


def test_listed_names_are_no_sentences():
    assert found('_PAIRS: Final = ("欧阳太史")') == []


def test_sentences_of_templates_are_found_with_their_files():
    assert catalogue.sentences()["zh-CN"] == {"templates/layout/page.html"}


def test_kept_translation_bends_to_the_forms_needed():
    assert catalogue._fitting(("件", "件"), ("items",)) == ("items", "items")
    assert catalogue._fitting("件", ("item", "items")) == "items"
