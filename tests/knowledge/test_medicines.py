"""The names of medicines as they are shipped: each class that screening has to know, by the names that people write."""

from __future__ import annotations

import pytest

from tableside.knowledge.load_rulebook import load_medicines

MEDICINES = load_medicines()
#: Substances first, then what is on the box.
WRITTEN = {
    "anticoagulant": "warfarin Coumadin acenocoumarol apixaban rivaroxaban dabigatran edoxaban heparin enoxaparin "
    "dalteparin fondaparinux Eliquis Xarelto Pradaxa Lixiana Marcumar Clexane Fragmin",
    "antiplatelet": "clopidogrel ticagrelor prasugrel dipyridamole Plavix Brilique Efient",
    "aspirin": "aspirin Aspro",
    "steroids": "prednisone prednisolone methylprednisolone dexamethasone hydrocortisone Medrol",
    "sedatives": "oxycodone morphine hydrocodone tramadol codeine Co-codamol methadone buprenorphine fentanyl diazepam "
    "lorazepam alprazolam zolpidem OxyContin Valium Xanax Durogesic",
    "insulin": "insulin Lantus Humalog NovoRapid Tresiba NovoMix Abasaglar",
    "sugar": "gliclazide glipizide glimepiride glyburide glibenclamide Diamicron Amaryl",
    "pressure": "lisinopril ramipril losartan candesartan amlodipine metoprolol bisoprolol hydrochlorothiazide "
    "doxazosin tamsulosin nitroglycerin isosorbide captopril lercanidipine methyldopa Concor Norvasc",
    "rhythm": "amiodarone flecainide digoxin Cordarone Lanoxin",
    "water": "furosemide sacubitril spironolactone Lasix Entresto",
    "fluoroquinolone": "ciprofloxacin levofloxacin moxifloxacin ofloxacin Cipro",
    "immune": "methotrexate azathioprine mycophenolate tacrolimus ciclosporin adalimumab infliximab tofacitinib Humira "
    "Skyrizi Ocrevus",
    "hormone": "tamoxifen ethinylestradiol Microgynon Yasmin Yaz Rigevidon Marvelon NuvaRing Evra estradiol Femoston "
    "testosterone Testogel",
    "aromatase": "letrozole anastrozole exemestane Femara Arimidex",
    "retinoid": "isotretinoin tretinoin Roaccutane",
    "osteoporosis": "alendronate Alendronic zoledronic denosumab teriparatide Fosamax Prolia",
    "seizure": "levetiracetam lamotrigine valproate carbamazepine phenytoin gabapentin pregabalin Keppra Depakine",
    "parkinson": "levodopa ropinirole Sinemet Madopar",
    "heat": "lithium clozapine olanzapine quetiapine risperidone paliperidone Zyprexa",
}


@pytest.mark.parametrize("group", [pytest.param(group, id=group) for group in sorted(WRITTEN)])
def test_each_class_is_known_by_its_substances_and_its_usual_brands(group: str) -> None:
    found = {name: {one.group for one in MEDICINES.read(name)} for name in WRITTEN[group].split()}

    assert {name: groups for name, groups in found.items() if groups != {group}} == {}


def test_every_group_is_among_them() -> None:
    assert set(WRITTEN) == set(MEDICINES.groups.values())


@pytest.mark.parametrize(
    ("written", "groups"),
    [
        ("levonorgestrel + ethinylestradiol", ["hormone"]),
        ("Levonorgestrel/ethinyl estradiol 150/30", ["hormone"]),
        ("aspirin + dipyridamole", ["aspirin", "antiplatelet"]),
        ("Sacubitril/valsartan", ["water", "pressure"]),
        ("Zoledronic acid once a year", ["osteoporosis"]),
    ],
)
def test_what_is_taken_together_is_read_together(written: str, groups: list[str]) -> None:
    assert [one.group for one in MEDICINES.read(written)] == groups


def test_contraception_without_oestrogen_calls_up_nothing_and_what_could_be_either_is_asked() -> None:
    assert MEDICINES.read("Cerazette, desogestrel, Mirena") == ()
    assert MEDICINES.not_understood("Cerazette, desogestrel, Mirena") == ()
    assert MEDICINES.not_understood("levonorgestrel, the pill") == ("levonorgestrel", "the pill")


def test_no_name_of_one_class_is_a_slip_of_another() -> None:
    read = {name: {one.group for one in MEDICINES.read(name)} for name in MEDICINES.groups}
    clashes = [name for name, group in MEDICINES.groups.items() if read[name] != {group}]

    assert clashes == []
