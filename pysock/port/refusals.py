"""Refusals and their advice in Korean."""

from __future__ import annotations

import re

# What a refusal says, where {} stands for a piece of the program; in both languages.
_TEXTS = {
    "the type {} is not known": "알 수 없는 형 {}",
    "the array {} has no length, and is not the last member of a struct": (
        "배열 {}에 길이가 없고, 구조체의 마지막 멤버도 아님"
    ),
    "a variable of which each thread has its own": "스레드마다 따로 있는 변수",
    "use pthread_key_create() and pthread_getspecific()": (
        "pthread_key_create()와 pthread_getspecific()을 쓸 것"
    ),
    "give it the length of the longest one": "가장 긴 것의 길이를 줄 것",
    "include the header that declares it, or declare it with typedef": (
        "선언하는 헤더를 포함하거나 typedef로 선언할 것"
    ),
    "an expression is missing": "식이 빠짐",
    "this is no expression of C: {}": "C의 식이 아님: {}",
    "this is no number: {}": "수가 아님: {}",
    "a wide string: wchar_t is not ported": "와이드 문자열: wchar_t는 변환하지 않음",
    "only string literals can stand side by side": "나란히 쓸 수 있는 것은 문자열 상수뿐임",
    "the type {} stands where a value is needed": "값이 있어야 할 자리에 형 {}이(가) 있음",
    "{} is not known": "알 수 없는 이름 {}",
    "a statement inside an expression, ({ … })": "식 안의 문장 ({ … })",
    "make a function of it": "함수로 만들 것",
    "the unary * needs a pointer": "단항 * 에는 포인터가 필요함",
    "only arrays and pointers have [elements]": "배열과 포인터에만 [원소]가 있음",
    "{} of something that is no struct": "구조체가 아닌 것의 {}",
    "{} has no member {}": "{}에는 멤버 {}이(가) 없음",
    "{} cannot be ported: Python does not return to a function that was left": (
        "{}은(는) 변환할 수 없음: 파이썬은 이미 끝난 함수로 돌아가지 않음"
    ),
    "return an error value that each caller passes on, or exit() where it goes wrong": (
        "오류 값을 돌려주고 호출한 쪽마다 전달하거나, 오류가 난 곳에서 exit()할 것"
    ),
    "va_arg needs a type": "va_arg에는 형이 필요함",
    "the index of an initialiser is a constant": "초기값의 첨자는 상수여야 함",
    "the macro's body is no expression: {}": "매크로의 내용이 식이 아님: {}",
    "this is not C as the porter reads it: {}": "변환기가 읽을 수 없는 C: {}",
    "see whether a C compiler accepts the line": "C 컴파일러가 이 줄을 받아들이는지 확인할 것",
    "the function {} is defined twice": "함수 {}이(가) 두 번 정의됨",
    "#{} without #if": "#if 없는 #{}",
    "#error{}": "#error{}",
    "define what it asks for with -D": "-D로 필요한 것을 정의할 것",
    "the directive #{} is not known": "알 수 없는 지시자 #{}",
    "#include needs a header's name": "#include에는 헤더 이름이 필요함",
    "#define without a name": "이름 없는 #define",
    "an initialiser list stands where a value is needed": "값 대신 초기값 목록이 있음",
    "the address of something that is no variable": "변수가 아닌 것의 주소",
    "{} is neither defined nor in pysock": "{}은(는) 정의되어 있지 않고 pysock에도 없음",
    "port the file that defines it together with this one: pysock port a.c b.c": (
        "정의하는 파일과 함께 변환할 것: pysock port a.c b.c"
    ),
    "an array is initialised by a list or a string": "배열의 초기값은 목록이나 문자열이어야 함",
    "break outside of a loop or switch": "반복문이나 switch 밖의 break",
    "continue outside of a loop": "반복문 밖의 continue",
    "goto {} leads into another block": "goto {}이(가) 다른 블록 안으로 감",
    "write the jump as a loop or a function": "반복문이나 함수로 바꿔 쓸 것",
    "this cannot stand here": "여기에 올 수 없음",
    "#if without #endif": "#endif 없는 #if",
    "a declarator without a name": "이름 없는 선언",
    "a function inside a function": "함수 안의 함수",
    "an enumerator's value is a constant": "열거형의 값은 상수여야 함",
    "headers include one another endlessly": "헤더가 서로를 끝없이 포함함",
    "move it out": "밖으로 옮길 것",
    "the condition of #if cannot be decided: {}": "#if의 조건을 판단할 수 없음: {}",
    "the function {} has no parameter list": "함수 {}에 매개변수 목록이 없음",
    "the width of a bit-field is a constant": "비트 필드의 폭은 상수여야 함",
    "this cannot stand outside a function: {}": "함수 밖에 올 수 없음: {}",
    "this is no declarator: {}": "선언이 아님: {}",
    "this is no statement: {}": "문장이 아님: {}",
    "C assigns no arrays": "C에서 배열은 대입할 수 없음",
}


def said(text: str, language: str) -> str:
    """A refusal's words in a language."""
    if language != "ko":
        return text
    for english, korean in _TEXTS.items():
        parts = re.split(r"\{\}", english)
        found = re.fullmatch("(.*)".join(map(re.escape, parts)), text, re.DOTALL)
        if found is not None:
            return korean.format(*found.groups()) if found.groups() else korean
    return text
