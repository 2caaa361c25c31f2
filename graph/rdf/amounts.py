"""Amounts: the predicates and datatypes of sums of money and other quantities, and the units beside them."""

from __future__ import annotations

import re

from graph.rdf.terms import RDF, XSD, Literal, local_name

_AMOUNT = re.compile(r"(?:amount|price|cost|budget|fee)|amount[A-Z].*|.*(?:Amount|Price|Cost|Budget|Fee)")
_NO_AMOUNT = re.compile(r".*(?:Currency|Unit|Date|Type|Range|Code|Id|Identifier)")
_VALUES = frozenset({"value", "numericValue", "numericalValue", "hasValue", "hasCurrencyValue", "minValue", "maxValue"})
_UNITS = frozenset(
    "currency priceCurrency currencyCode hasCurrency currencyUnit unit unitCode unitText hasUnit hasUnitOfMeasurement "
    "unitOfMeasure".split()
)
_MONEY = {
    "euro": "EUR", "poundSterling": "GBP", "usDollar": "USD", "canadianDollar": "CAD", "australianDollar": "AUD",
    "japaneseYen": "JPY", "swissFranc": "CHF", "indianRupee": "INR", "renminbi": "CNY", "swedishKrona": "SEK",
    "norwegianKrone": "NOK", "danishKrone": "DKK", "polishZloty": "PLN", "newZealandDollar": "NZD",
    "southAfricanRand": "ZAR", "brazilianReal": "BRL", "russianRouble": "RUB", "mexicanPeso": "MXN",
}  # fmt: skip
"""Currencies by the local name of a datatype, as DBpedia calls them; three capitals are an ISO 4217 code."""
_CODE = re.compile("[A-Z]{3}")
_DECIMAL = re.compile(r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")
_MOST_LETTERS = 40


def is_amount(predicate: str) -> bool:
    """True if the values of a predicate are amounts by its local name."""
    name = local_name(predicate)
    return _AMOUNT.fullmatch(name) is not None and _NO_AMOUNT.fullmatch(name) is None


def is_value(predicate: str) -> bool:
    """True if the values of a predicate are amounts where a unit stands beside them, or on a sum of money."""
    return predicate == RDF + "value" or local_name(predicate) in _VALUES


def is_unit(predicate: str) -> bool:
    """True if the values of a predicate name the currency or unit of an amount."""
    return local_name(predicate) in _UNITS


def is_currency(unit: str) -> bool:
    """True for a code of three capitals, as ISO 4217 gives currencies."""
    return _CODE.fullmatch(unit) is not None


def currency_of(datatype: str) -> str:
    """The currency of amounts with a datatype of money, "" for any other datatype."""
    if datatype.startswith(XSD):
        return ""
    name = local_name(datatype)
    return _MONEY.get(name) or (name if _CODE.fullmatch(name) else "")


def plain_number(literal: Literal) -> float | None:
    """The number of an amount that is written as text, or with a datatype of money: “12.50”, “7,250,000”; else None."""
    if literal.language or not (literal.datatype == XSD + "string" or currency_of(literal.datatype)):
        return None
    text = literal.value.strip()
    return float(text.replace(",", "")) if len(text) <= _MOST_LETTERS and _DECIMAL.fullmatch(text) else None
