"""What the porter tells about a program: what it changed, and what C leaves undefined there."""

from __future__ import annotations

from dataclasses import dataclass

from .sources import Place

_TEXTS: dict[str, tuple[str, str]] = {
    "zero": (
        "`{0}` may be read before it is assigned: C promises nothing, the port starts with zero",
        "`{0}`: 값을 넣기 전에 읽을 수 있음. C에서는 알 수 없는 값이고, 변환한 코드는 0에서 시작함",
    ),
    "goto_ahead": (
        "`goto {0}` leaves the block above the label by `break`",
        "`goto {0}`: 레이블 앞 블록을 `break`로 빠져나가게 바꿈",
    ),
    "goto_back": (
        "`goto {0}` repeats the loop behind the label by `continue`",
        "`goto {0}`: 레이블 뒤 반복문을 `continue`로 되풀이하게 바꿈",
    ),
    "goto_next": (
        "`goto {0}` is `continue`: the label stands at the end of the loop",
        "`goto {0}`: 레이블이 반복문 끝에 있으므로 `continue`로 바꿈",
    ),
    "order": (
        "the order of these arguments matters, and C leaves it open: the port takes the last one"
        " first, as gcc does",
        "인수를 계산하는 순서에 따라 결과가 다름: C에서는 정해져 있지 않음."
        " 변환한 코드는 gcc처럼 마지막 인수부터 계산함",
    ),
    "wraps": (
        "C leaves undefined what does not fit `{0}` here: the port wraps as compilers do",
        "여기서 `{0}`에 들어가지 않는 값은 C에서 정의되지 않음: 컴파일러처럼 잘라 냄",
    ),
    "static": (
        "the static local `{0}` became the module's variable `{1}`",
        "static 지역 변수 `{0}`: 모듈 변수 `{1}`(으)로 바꿈",
    ),
    "boxed": (
        "`{0}` is a C object, because the program takes its address",
        "`{0}`: 주소를 쓰기 때문에 C 객체로 만듦",
    ),
    "renamed": (
        "`{0}` is called `{1}`, because Python or the port uses that name",
        "`{0}`: 파이썬이나 변환한 코드가 쓰는 이름이라 `{1}`(으)로 바꿈",
    ),
    "short": (
        "{0}() asks for {1} bytes where `{2}` has {3}: `lenient` takes what comes, as C does, and"
        " raises if it does not fit",
        "{0}()가 {1}바이트를 요청하는데 `{2}`에는 {3}바이트가 있음: `lenient`는 C처럼 오는"
        " 만큼 받고, 다 들어가지 않으면 예외를 일으킴",
    ),
    "perhaps_short": (
        "{0}() asks for {1} bytes where `{2}` has {3} at most: `lenient` takes what comes, as C"
        " does, and raises if it does not fit",
        "{0}()가 {1}바이트를 요청하는데 `{2}`에는 많아야 {3}바이트가 있음: `lenient`는 C처럼"
        " 오는 만큼 받고, 다 들어가지 않으면 예외를 일으킴",
    ),
    "unseen": (
        "{0}() asks for {1} bytes, and what `{2}` has cannot be seen: `lenient` takes what comes,"
        " as C does, and raises if it does not fit",
        "{0}()가 {1}바이트를 요청하는데 `{2}`의 크기를 알 수 없음: `lenient`는 C처럼 오는 만큼"
        " 받고, 다 들어가지 않으면 예외를 일으킴",
    ),
    "expanded": (
        "the macro `{0}` was expanded where it is used: it is no expression that Python can call",
        "매크로 `{0}`: 파이썬 식이 아니므로 쓰인 자리에 펼침",
    ),
}


@dataclass(frozen=True)
class Note:
    """One remark, in both languages."""

    place: Place
    english: str
    korean: str
    kind: str = "changed"  # or undefined, or mistake

    def text(self, language: str) -> str:
        return self.korean if language == "ko" else self.english


class Notes:
    """The remarks on one program."""

    def __init__(self) -> None:
        self.all: list[Note] = []

    def changed(self, key: str, place: Place, *words: str) -> None:
        english, korean = _TEXTS[key]
        self._add(Note(place, english.format(*words), korean.format(*words)))

    def warn(self, place: Place, english: str, korean: str) -> None:
        """C leaves undefined what the program does there."""
        self._add(Note(place, english, korean, "undefined"))

    def doubt(self, place: Place, english: str, korean: str) -> None:
        """C allows it, but it can hardly be meant."""
        self._add(Note(place, english, korean, "mistake"))

    def _add(self, note: Note) -> None:
        if note not in self.all:
            self.all.append(note)
