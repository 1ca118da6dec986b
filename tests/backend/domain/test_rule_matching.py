from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from agent_client.backend.domain.rule_matching import Known, matched, same
from agent_client.backend.domain.rules_text import RuleCustomer
from agent_client.protocol.customers import CustomerFields
from agent_client.protocol.names import CustomerId

ONE, TWO = "+31201234567", "+420224811111"


def known(number: int, project: str = "", **fields: object) -> Known:
    return Known(id=CustomerId(number), fields=CustomerFields(**fields), project=project, variables={})  # type: ignore[arg-type]


def wanted(key: str = "", project: str = "", **fields: object) -> RuleCustomer:
    return RuleCustomer(key=key, fields=CustomerFields(**fields), project=project)  # type: ignore[arg-type]


def meant(these: list[RuleCustomer], there: list[Known]) -> list[int | None]:
    return [None if one is None else one.id for one in matched(these, there)]


def test_by_the_companys_id_whatever_else_has_changed() -> None:
    there = [known(1, company_id="A", numbers=(ONE,)), known(2, company_id="B", numbers=(TWO,))]
    assert meant([wanted(company_id="B", numbers=(ONE,))], there) == [2]


def test_else_by_a_number_within_the_project() -> None:
    there = [known(1, "100", numbers=(ONE,)), known(2, "200", numbers=(TWO, ONE)), known(3, numbers=(ONE,))]
    for project, number in (("100", 1), ("200", 2), ("", 3), ("300", None)):
        assert meant([wanted(project=project, numbers=("204", ONE))], there) == [number]


def test_another_company_with_the_same_number_is_another() -> None:
    there = [known(1, company_id="A", numbers=(ONE,))]
    assert meant([wanted(company_id="B", numbers=(ONE,)), wanted(numbers=(ONE,))], there) == [None, 1]


def test_who_has_neither_is_known_by_the_name() -> None:
    there = [known(1, name="Jan", numbers=(ONE,)), known(2, name="Jan"), known(3, name="Jan", company="Acme")]
    assert meant([wanted(name="Jan"), wanted(name="Jan", company="Acme"), wanted(name="Piet")], there) == [2, 3, None]


def test_of_two_with_one_number_each_finds_itself_and_nobody_is_meant_twice() -> None:
    there = [known(1, numbers=(ONE,), name="Jan"), known(2, numbers=(ONE,), name="Piet")]
    assert meant([wanted("2", numbers=(ONE,)), wanted("1", numbers=(ONE,)), wanted("9", numbers=(ONE,))], there) == [
        2,
        1,
        None,
    ]
    assert meant([wanted("9", numbers=(ONE,)), wanted("1", numbers=(ONE,))], there) == [2, 1]


def test_what_makes_a_difference() -> None:
    there = known(1, "100", name="Jan", numbers=(ONE,))
    file = RuleCustomer(key="7", line=3, fields=there.fields, project="100")
    assert same(file, there)
    for other in (
        replace(file, project=""),
        replace(file, variables={"contract": "Gold"}),
        replace(file, fields=replace(there.fields, operators=("204",))),
    ):
        assert not same(other, there)


_fields = st.builds(
    CustomerFields,
    company_id=st.sampled_from(["", "A", "B"]),
    name=st.sampled_from(["Jan", "Piet"]),
    numbers=st.lists(st.sampled_from([ONE, TWO]), unique=True, max_size=2).map(tuple),
)
_projects = st.sampled_from(["", "100"])


@given(st.lists(st.tuples(_fields, _projects), max_size=6))
def test_a_centre_finds_itself_in_its_own_file(these: list[tuple[CustomerFields, str]]) -> None:
    """Duplicates too, of which a centre may have many."""
    there = [
        Known(id=CustomerId(number), fields=fields, project=project, variables={})
        for number, (fields, project) in enumerate(these, 1)
    ]
    file = [RuleCustomer(key=str(one.id), fields=one.fields, project=one.project) for one in there]
    assert matched(file, there) == there
