"""Small programs, compiled by C and ported: the same output and exit status."""

import ast
import os
import re
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pysock.port.pages import columns
from pysock.port.program import port
from pysock.port.refusals import said
from pysock.port.sources import Refusal

HEADERS = """
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
"""
PROGRAMS = {
    "truncation": 'int main() { int a = -7; printf("%d %d %d", a / 2, a % 2, a >> 1); }',
    "wrap": 'int main() { unsigned char c = 250; c += 10; printf("%d %d", c, (char)200); }',
    "mixed signs": 'int main() { int n = -1; puts(n < sizeof(int) ? "less" : "more"); }',
    "hash": """
        unsigned hash(const char *s) { unsigned h = 5381; int c;
            while ((c = *s++)) h = ((h << 5) + h) + c; return h; }
        int main() { printf("%u", hash("network")); }""",
    "overflow": """
        int main() { int f = 1, i; for (i = 1; i <= 15; i++) f *= i; printf("%d", f); }""",
    "out parameters": """
        void swap(int *a, int *b) { int t = *a; *a = *b; *b = t; }
        int main() { int x = 1, y = 2; swap(&x, &y); printf("%d %d", x, y); }""",
    "fall through": """
        int main() { int i; for (i = 0; i < 5; i++) switch (i) {
            case 1: printf("one "); case 2: printf("two "); break;
            case 3: if (i > 2) break; printf("never");
            default: printf("other "); } }""",
    "continue in switch": """
        int main() { int i; for (i = 0; i < 4; i++) { switch (i) {
            case 1: if (i) continue; break; case 2: if (i == 2) break; puts("x"); }
            printf("%d ", i); } }""",
    "goto": """
        int main() { int i = 0, j; again: i++; if (i < 3) goto again;
            for (j = 0; ; j++) for (i = 0; i < 9; i++) if (i * j == 42) goto found;
            found: printf("%d %d", i, j); return i; }""",
    "do while": 'int main() { int i = 5; do { if (i == 3) continue; printf("%d", i); } while (--i); }',
    "comma and steps": """
        int main() { int i, j; for (i = 0, j = 9; i < j; i += 2, j--) ; int k = (i++, i + j);
            int a[3] = {0}; a[k - k] = i++; a[1] = --j; printf("%d %d %d %d", i, j, k, a[0]); }""",
    "pointer walk": """
        char *copy(char *d, const char *s) { char *r = d; while ((*d++ = *s++)); return r; }
        int main() { char b[9]; puts(copy(b, "copied")); }""",
    "lists": """
        struct node { int v; struct node *next; };
        int main() { struct node *head = NULL, *n; int i;
            for (i = 0; i < 4; i++) { n = malloc(sizeof *n); n->v = i; n->next = head; head = n; }
            while (head) { n = head->next; printf("%d ", head->v); free(head); head = n; } }""",
    "trees": """
        typedef struct tree { int k; struct tree *l, *r; } Tree;
        void add(Tree **t, int k) { if (!*t) { *t = calloc(1, sizeof(Tree)); (*t)->k = k; }
            else add(k < (*t)->k ? &(*t)->l : &(*t)->r, k); }
        void show(Tree *t) { if (t) { show(t->l); printf("%d ", t->k); show(t->r); } }
        int main() { Tree *t = 0; int k[] = {5, 2, 8, 1}, i; for (i = 0; i < 4; i++) add(&t, k[i]);
            show(t); }""",
    "structs by value": """
        struct p { int x, y; }; struct p make(int x) { struct p q = {x, 2}; return q; }
        void spoil(struct p q) { q.x = 9; }
        int main() { struct p a = make(1), b; b = a; b.x = 7; spoil(a); printf("%d %d", a.x, b.x); }""",
    "unions": """
        union u { int i; unsigned char c[4]; };
        int main() { union u v; v.i = 0x01020304; printf("%d", v.c[0]); }""",
    "bit-fields": """
        struct f { unsigned a : 3; int b : 2; };
        int main() { struct f f = {7, 1}; f.a++; f.b = 2; printf("%d %d", f.a, f.b); }""",
    "function tables": """
        int add(int a, int b) { return a + b; } int sub(int a, int b) { return a - b; }
        int (*table[])(int, int) = {add, sub};
        int main() { printf("%d %d", table[0](5, 3), (*table[1])(5, 3)); }""",
    "variadic": """
        int sum(int n, ...) { va_list ap; int s = 0; va_start(ap, n);
            while (n--) s += va_arg(ap, int); va_end(ap); return s; }
        void say(const char *f, ...) { va_list ap; va_start(ap, f); vprintf(f, ap); va_end(ap); }
        int main() { printf("%d ", sum(3, 1, 2, 3)); say("%s %d", "x", 5); }""",
    "old style": """
        gcd(a, b) int a, b; { return b ? gcd(b, a % b) : a; }
        main() { printf("%d", gcd(48, 18)); return 3; }""",
    "static locals": """
        int next(void) { static int n = 5; return n++; }
        int main() { next(); printf("%d", next()); }""",
    "macros": """
        #define MAX(a, b) ((a) > (b) ? (a) : (b))
        #define SWAP(a, b) do { int t = a; a = b; b = t; } while (0)
        #define SIZE (2 * 8)
        int main() { int x = 3, y = MAX(x, 9); SWAP(x, y); printf("%d %d %d", x, y, SIZE); }""",
    "unaligned": """
        int main() { char b[9]; *(int *)&b[1] = 77; printf("%d", ((int *)(b + 1))[0]); }""",
    "floats": """
        int main() { float f = 1.1; double d = 7 / 2; printf("%d %.8f %.1f", f == 1.1, f, d / 2); }""",
    "korean": 'int main() { /* 한글 */ char s[] = "안녕"; printf("%s %d", s, (int)sizeof(s)); } // 끝',
    "arguments": 'int main(int argc, char **argv) { while (*++argv) printf("%s,%d ", *argv, argc); }',
    "shadowing": 'int i = 7; int main() { int i = 1; { int i = 2; i++; } printf("%d", i); }',
    "assignments in assignments": """
        int main() { int a, b, *c = &a, d[2]; a = b = *c = 7; d[1] = d[0] = b += 2;
            if (a == 1 || (b = 5) && !(c = NULL)) printf("%d %d %d", a, b, d[1]); }""",
    "anonymous unions": """
        struct s { int t; union { int i; char c[4]; }; struct { int x; } in; };
        int main() { struct s s = {1, {0x41}, {3}}; printf("%d %c %d", s.t, s.c[0], s.in.x); }""",
    "what C's library had": """
        int main() { char b[20]; srandom(1); printf("%ld", random());
            while (gets(b) != NULL) printf("[%s]", b); if (!gets(b)) puts("end"); }""",
    "threads": """
        #include <pthread.h>
        pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER; int count;
        void *work(void *arg) { int i; for (i = 0; i < *(int *)arg; i++) {
            pthread_mutex_lock(&m); count++; pthread_mutex_unlock(&m); } return (void *)7L; }
        int main() { pthread_t t[3]; int n = 50, i; void *r; for (i = 0; i < 3; i++)
            pthread_create(&t[i], NULL, work, (void *)&n); for (i = 0; i < 3; i++)
            pthread_join(t[i], &r); printf("%d %ld", count, (long)r); }""",
    "parser": """
        int sum(const char **p); int factor(const char **p) { int v = 0;
            if (**p == '(') { (*p)++; v = sum(p); (*p)++; return v; }
            while (**p >= '0' && **p <= '9') v = v * 10 + (*(*p)++ - '0'); return v; }
        int sum(const char **p) { int v = factor(p); while (**p == '+' || **p == '-') {
            char op = *(*p)++; int r = factor(p); v = op == '+' ? v + r : v - r; } return v; }
        int main() { const char *e = "(12+3)-4"; printf("%d", sum(&e)); }""",
    "packed": """
        #pragma pack(push, 1)
        struct p { char t; short n; int s; };
        #pragma pack(pop)
        struct q { char t; int s; } __attribute__((packed));
        int main() { printf("%d %d", (int)sizeof(struct p), (int)sizeof(struct q)); }""",
    "packed to two and four": """
        #pragma pack(push, 2)
        struct p { char t; int n; long l; };
        #pragma pack(4)
        struct q { char t; double d; short s; char c[3]; };
        #pragma pack(pop)
        #pragma pack(8)
        struct r { char t; double d; };
        #pragma pack()
        int main() { struct p p = {1, 2, 3}; struct p two[2]; printf("%d %d %d %d ", (int)sizeof(p),
            (int)sizeof(struct q), (int)sizeof(struct r), (int)((char *)&p.l - (char *)&p));
            printf("%d %ld", (int)sizeof(two), p.l); }""",
    "alloca": """
        #include <alloca.h>
        int main() { char *p = alloca(6); int i, *n = (int *)alloca(3 * sizeof(int));
            strcpy(p, "stack"); for (i = 0; i < 3; i++) n[i] = i * i; printf("%s %d", p, n[2]); }""",
    "two dimensions": """
        void sum(int m[][3], int n) { int i, j, s = 0; for (i = 0; i < n; i++)
            for (j = 0; j < 3; j++) s += m[i][j]; printf("%d ", s); }
        int main() { int m[2][3] = {{1, 2, 3}, {4}}, *p = &m[0][0]; sum(m, 2);
            printf("%d", p[4]); int **q = malloc(sizeof *q); *q = calloc(2, sizeof(int));
            q[0][1] = 7; printf("%d", *(*q + 1)); }""",
    "signed sums": """
        #include <limits.h>
        int add(int a, int b) { return a + b; }
        int hash(const char *s) { int h = 7; while (*s) h = h * 31 + *s++; return h; }
        int main() { int a = 1, b = 1, i; for (i = 0; i < 60; i++) { int c = a + b; a = b; b = c; }
            int big = add(INT_MAX, 0); printf("%d %d %d ", b, add(big, big), hash("a long word"));
            if (add(big, 0) + add(1, 0) < 0) printf("wrapped "); int most = big; most++;
            printf("%d %d %d", most, (big + add(1, 0)) / 2, big + a < a); }""",
    "steps that wrap": """
        int main(int n, char **v) { unsigned char c = n > 9; c--; unsigned u = n > 9; u--;
            printf("%d %u %d", c * 100 % 30000, u / 2, c > 200); }""",
    "floats by zero": """
        double half(double x) { return x / 2; }
        int main() { double z = half(0), f = 3; f /= z; printf("%f %f %f ", f, -1 / z, z / z);
            printf("%.1f %g %5.1e %d %d", f, -f, f, f > 1e300, z / z == z / z);
            double m[2] = {1}; m[0] /= m[1]; printf(" %f", m[0]); }""",
    "floats too large": """
        double same(double x) { return x; }
        int main() { int n = same(3e9); unsigned char c = same(300.7); long l = same(1e30);
            unsigned u = same(-5); short s[2]; s[0] = same(70000); double z = same(0);
            printf("%d %d %ld %u %d %d %d", n, c, l, u, s[0], (int)same(-1e20), (int)(z / z)); }""",
    "sorting": """
        int less(const void *a, const void *b) { return *(int *)a - *(int *)b; }
        int main() { int v[] = {3, 1, 2}; qsort(v, 3, sizeof(int), less); printf("%d", v[0]); }""",
}


def outcome(command):
    environment = {name: v for name, v in os.environ.items() if name != "PYTHONUNBUFFERED"}
    done = subprocess.run(
        command, capture_output=True, env=environment, input=b"a b\nc\n", timeout=60
    )
    return done.stdout, done.returncode, done.stderr


@pytest.mark.parametrize("name", PROGRAMS)
def test_behaves_as_in_c(name, compiler, tmp_path):
    source = tmp_path / "program.c"
    source.write_text(HEADERS + PROGRAMS[name], encoding="utf-8")
    subprocess.run(
        [compiler, "-w", "-std=gnu99", "-pthread", source, "-o", tmp_path / "c"], check=True
    )
    written = tmp_path / "program.py"
    written.write_text(port([source]).text, encoding="utf-8")
    expected = outcome([tmp_path / "c", "one", "two"])
    assert expected == outcome([sys.executable, "-W", "error", written, "one", "two"])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_reads_what_students_save(encoding, tmp_path):
    source = tmp_path / "a.c"
    source.write_bytes(
        "/* 서버 */\r\nint main(void)\r\n{\r\n    return 0;\r\n}\r\n".encode(encoding)
    )
    assert "# 서버\n" in port([source]).text


def refusals():
    """What the porter's refusals say; pieces of a program are 7 there."""
    for path in (Path(__file__).parents[2] / "pysock" / "port").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Refusal":
                for argument in node.args[1:]:
                    if isinstance(argument, (ast.JoinedStr, ast.Constant)):
                        parts = getattr(argument, "values", [argument])
                        yield "".join(
                            getattr(part, "value", "") if isinstance(part, ast.Constant) else "7"
                            for part in parts
                        )


def test_refusals_are_said_in_korean():
    texts = set(refusals())
    assert len(texts) > 30
    assert [] == [text for text in texts if said(text, "ko") == text and text != "#error7"]
    assert "알 수 없는 형 `jmp`" == said("the type `jmp` is not known", "ko")


def test_comments_stand_beside_their_lines(tmp_path):
    source = tmp_path / "a.c"
    source.write_text(
        "/* one\n * two */\n#define N 3\n\nint main(void)\n{\n"
        "    // three\n\n    return N; // four\n}\n"
    )
    shown = columns(port([source]))
    for c, python in (("/* one", "# one"), (" * two */", "# two"), ("// three", "# three")):
        assert any(
            (c in row and row.endswith(f"| {python}")) or row.endswith(f"|     {python}")
            for row in shown.split("\n")
        ), shown
    assert shown.rstrip().endswith(
        '| if __name__ == "__main__":\n' + " " * 60 + " |     exit(main())"
    )


COMMENTED = """\
// a packet
struct packet {
    /* who */ int id; // number
    char name[20], text[4]; /* what
                               it says */
    struct { int x, y; } at; /* where */
    // the end
};
int main(void) { return 0; }
"""


def test_comments_of_members_stay_with_them(tmp_path):
    source = tmp_path / "a.c"
    source.write_text(COMMENTED)
    assert (
        "# a packet\n"
        'struct.anonymous = {"x": int_, "y": int_}\n'
        "struct.packet = {\n"
        "    # who\n"
        '    "id": int_,  # number\n'
        '    "name": char[20],\n'
        "    # what\n"
        "    # it says\n"
        '    "text": char[4],\n'
        '    "at": struct.anonymous,  # where\n'
        "    # the end\n"
        "}\n"
    ) in re.sub(r"anonymous\d+", "anonymous", port([source]).text)


JUMPS = """
#include <stdlib.h>
int ahead(int n) {
    char *p = malloc(n);
    if (!p)
        goto out;
    if (n > 3)
        goto out;
    p[0] = 1;
out:
    free(p);
    return n;
}
int back(int n) {
again:
    n++;
    if (n < 9)
        goto again;
    return n;
}
int next(int n) {
    int i;
    for (i = 0; i < 9; i++) {
        if (i == n)
            goto next;
        n += i;
next:
        ;
    }
    return n;
}
int last(int n) {
    int r = -1;
    if (n)
        goto out;
    r = 1;
out:
    return r;
}
"""
STRUCTURED = """
def ahead(n):
    p = ptr(char, malloc(n))
    while True:
        if p == NULL:
            break  # goto out
        if n > 3:
            break  # goto out
        p[0] = 1
        break
    # out:
    free(p)
    return n


def back(n):
    # again:
    while True:
        n += 1
        if n < 9:
            continue  # goto again
        break
    return n


def next(n):
    for i in range(9):
        if i == n:
            continue  # goto next
        n += i
    return n


def last(n):
    r = -1
    if n:
        return r  # goto out
    r = 1
    # out:
    return r
"""


def test_a_goto_reads_like_python(tmp_path):
    source = tmp_path / "a.c"
    source.write_text(JUMPS)
    assert STRUCTURED in port([source]).text


def test_a_step_of_a_global_stands_behind(tmp_path):
    source = tmp_path / "a.c"
    source.write_text("int count, at[9];\nint main(void) { at[count++] = 7; return count; }\n")
    assert "    at[count] = 7\n    count += 1\n" in port([source]).text


def test_what_was_sent_is_taken_off_without_a_cast(tmp_path):
    source = tmp_path / "a.c"
    source.write_text(
        "int left(int n, const char *p) { while (n > 0) { int w = write(1, p, n);\n"
        "if (w < 0) return -1; p += w; n -= w; } return n; }\n"
    )
    assert "n -= w\n" in port([source]).text


REFUSED = {
    "setjmp": ("#include <setjmp.h>\nint main() { jmp_buf b; }", 2),
    "unknown": ("int main() { nosuchcall(1); }", 1),
    "jump into a block": ("int main() { goto in; { in: ; } }", 1),
    "flexible array": ("\nstruct s {\n  char text[];\n  int n;\n};\nint main() {}", 2),
    "thread-local": ("int n;\nstatic __thread int own;\nint main() {}", 2),
    "array of nothing": ("\nstruct s {\n  char text[0];\n};\nint main() {}", 2),
    "syntax": ("int main() { int x = ; }", 1),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_refusal_names_the_place(name, tmp_path):
    text, line = REFUSED[name]
    source = tmp_path / "a.c"
    source.write_text(text)
    with pytest.raises(Refusal) as refused:
        port([source])
    assert (str(source), line) == (refused.value.place.file, refused.value.place.line)


def command(*words, **options):
    line = [sys.executable, "-m", "pysock", *map(str, words)]
    return subprocess.run(line, capture_output=True, text=True, timeout=60, **options)


def test_a_refused_program_writes_nothing(tmp_path):
    source, written = tmp_path / "a.c", tmp_path / "a.py"
    source.write_text('int main() {\n\tnosuchcall(1);\n\tputs("on");\n}\n')
    result = command("port", source, "-o", written)
    assert 1 == result.returncode
    assert f"{source}:2:2: cannot be ported: nosuchcall()" in result.stderr
    assert "    nosuchcall(1);\n        ^\n" in result.stderr
    assert not written.exists()

    result = command("port", source, "-o", written, "--partial")
    assert 1 == result.returncode
    text = written.read_text()
    assert 'raise NotImplementedError("line 2: nosuchcall() is neither' in text
    assert 'puts("on")' in text


def test_run_forwards_arguments_input_and_status(tmp_path):
    source = tmp_path / "a.c"
    source.write_text(
        "#include <stdio.h>\nint main(int c, char **v)\n"
        '{ int n; scanf("%d", &n); printf("%s %d", v[1], n * 2); return 5; }\n'
    )
    result = command("run", source, "word", input="21\n")
    assert ("word 42", "", 5) == (result.stdout, result.stderr, result.returncode)


def test_run_shows_the_line_in_c(tmp_path):
    source = tmp_path / "a.c"
    source.write_text("int main(void)\n{\n    char b[4];\n\n    int i = 4;\n    b[i] = 0;\n}\n")
    result = command("run", source)
    assert f'File "{source}", line 6, in main' in result.stderr
    assert "b[i] = 0;" in result.stderr
    assert "OutOfBounds" in result.stderr


LOSING = """\
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
struct node { struct node *next, *previous; };
struct node *kept;
void lose(void)
{
    struct node *a = malloc(sizeof *a), *b = calloc(1, sizeof(struct node));
    a->next = b;
    b->previous = a;
}
int main(void)
{
    char *text = strdup("hello"), *freed = realloc(NULL, 3);
    kept = malloc(sizeof(struct node));
    freed = realloc(freed, 9);
    free(freed);
    for (int i = 0; i < 2; i++)
        lose();
    puts(text);
    %s
}
"""


@pytest.mark.parametrize("end", ["return 3;", "return fork() ? wait(NULL) == -1 : 0;"])
def test_run_tells_what_was_never_freed(tmp_path, end):
    """What a global variable leads to is no leak; a child says nothing of its parent's."""
    source = tmp_path / "a.c"
    source.write_text(LOSING % end)
    result = command("run", source)
    assert ("hello\n", 3 if "3" in end else 0) == (result.stdout, result.returncode)
    told = (": 4 objects of 16 bytes", ": 1 object of 6 bytes")
    assert (
        "".join(
            f"{source}:{line}: never freed{what}\n"
            for line, what in zip((8, 14), told, strict=True)
        )
        == result.stderr
    )


def test_run_tells_what_is_used_after_it_was_freed(tmp_path):
    source = tmp_path / "a.c"
    source.write_text(
        "#include <stdlib.h>\nint main(void)\n{\n"
        "    int *p = malloc(8);\n    free(p);\n    return p[1];\n}\n"
    )
    result = command("run", source)
    assert 1 == result.returncode
    assert f'File "{source}", line 6, in main' in result.stderr
    assert "UseAfterFree: the object ended its life in free()" in result.stderr


# What is typed once the program says "ready": Ctrl-C, Ctrl-\\, Ctrl-D or a line.
TYPED = {
    "interrupted": (
        b"\x03",
        'int main(void) { puts("ready"); fflush(stdout); for (;;) pause(); }',
    ),
    "interrupted while it computes": (
        b"\x03",
        'int main(void) { unsigned i = 0; puts("ready"); fflush(stdout); for (;;) i++; }',
    ),
    "with a handler": (
        b"\x03",
        """volatile sig_atomic_t caught;
        void on_int(int number) { caught = number; }
        int main(void) { if (signal(SIGINT, on_int) != SIG_DFL) return 1;
            puts("ready"); fflush(stdout); while (!caught) usleep(1000);
            printf("caught %d", caught); return 7; }""",
    ),
    "with a child": (
        b"\x03",
        """int main(void) { int status; signal(SIGINT, SIG_IGN); if (fork() == 0) {
            signal(SIGINT, SIG_DFL); puts("ready"); fflush(stdout); for (;;) pause(); }
            wait(&status); printf("%d", WTERMSIG(status)); return 9; }""",
    ),
    "quit": (b"\x1c", 'int main(void) { puts("ready"); fflush(stdout); for (;;) pause(); }'),
    "a line": (
        b"some words\n",
        """int main(void) { char b[20]; puts("ready"); fflush(stdout);
            printf("[%s]", fgets(b, 20, stdin)); return 4; }""",
    ),
    "end of file": (
        b"\x04",
        """int main(void) { puts("ready"); fflush(stdout);
            printf("%d", getchar()); return 255; }""",
    ),
}
TERMINAL = """
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>
"""


def at_terminal(command, keys):
    """Run a command at a terminal of its own: its exit status, and all that was shown."""
    import pty  # not at the top: Windows has none

    environment = {name: v for name, v in os.environ.items() if name != "PYTHONUNBUFFERED"}
    child, terminal = pty.fork()
    if child == 0:
        os.execve(command[0], command, environment)
    shown = b""
    while select.select([terminal], [], [], 30)[0]:
        try:
            got = os.read(terminal, 4096)
        except OSError:  # EIO: the last process has left
            break
        if b"ready" in got and b"ready" not in shown:
            os.write(terminal, keys)
        shown += got
    else:
        os.kill(child, 9)
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), shown


@pytest.mark.parametrize("name", TYPED)
def test_run_hands_the_terminal_to_the_program(name, compiler, tmp_path):
    keys, program = TYPED[name]
    source = tmp_path / "program.c"
    source.write_text(TERMINAL + program)
    subprocess.run([compiler, "-w", source, "-o", tmp_path / "c"], check=True)
    expected = at_terminal([tmp_path / "c"], keys)
    run = [sys.executable, "-m", "pysock", "run", source]
    assert expected == at_terminal(run, keys)
    assert b"ready" in expected[1]


def test_run_dies_by_sigpipe(tmp_path):
    source = tmp_path / "a.c"
    source.write_text('int main(void) { for (;;) puts("a line of the program"); }')
    with subprocess.Popen(
        [sys.executable, "-m", "pysock", "run", source], stdout=subprocess.PIPE
    ) as program:
        assert program.stdout.readline()
        program.stdout.close()
        assert -signal.SIGPIPE == program.wait(30)


def test_run_names_null(tmp_path):
    source = tmp_path / "a.c"
    source.write_text("#include <stdio.h>\nint main(void)\n{ int *p = NULL;\n    *p = 1; }\n")
    result = command("run", source)
    assert result.stderr.startswith(f'Traceback (most recent call last):\n  File "{source}"')
    assert "line 4, in main" in result.stderr
    assert result.stderr.endswith("NullPointer: NULL stands where the program needs an object\n")


MISTAKES = """#include <sys/socket.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <stdio.h>
#include <unistd.h>
int main(int argc, char *argv[])
{
    char buf[30], other[9];
    struct sockaddr_in a;
    int n, size = sizeof(a), s = socket(PF_INET, SOCK_STREAM, 0);
    a.sin_port = atoi(argv[1]);
    bind(s, (struct sockaddr *)&a, sizeof(a));
    n = read(accept(s, (struct sockaddr *)&a, &size), buf, 30);
    buf[n] = 0;
    recv(s, other, 8, 0);
    gets(buf);
    printf("%s", other);
}
"""


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            [
                "11:5: likely a mistake: a port",
                "12:5",
                "13:14",
                "14:5",
                "buf[-1]",
                "NUL behind",
                "16:1: undefined in C: gets()",
            ],
        ),
        ("ko", ["11:5: 실수로 보임: 포트", "12:5", "13:14", "14:5", "buf[-1]"]),
    ],
)
def test_explain_finds_mistakes(language, words, tmp_path):
    source = tmp_path / "a.c"
    source.write_text(MISTAKES)
    result = command("port", source, "--explain", "--lang", language)
    assert [] == [word for word in words if word not in result.stderr]


LINT = """
#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
void serve(int c) { write(c, "hi", 2); close(c); }
"""
SERVER = "int main(int n, char **v) { int s = %s, c; if (s == -1) return 1; for (;;) { %s } }"
SOCKET = "socket(PF_INET, SOCK_STREAM, 0)"
ACCEPT = "if ((c = accept(s, 0, 0)) == -1) continue; "
SLIPS = {
    "unchecked result": (
        f"int s = {SOCKET}; close(s);",
        "compares `s` with -1",
        "`s`을(를) -1",
    ),
    "unchecked call": ("pipe((int[2]){0});", "nobody looks", "반환값을 검사하지"),
    "unchecked memory": ("char *p = malloc(9); *p = 1;", "compares `p` with NULL", "NULL와(과)"),
    "unchecked file": ("FILE *f = fopen(*v, *v); puts(*v);", "compares `f` with", "fopen()은(는)"),
    "host byte order": (
        "struct sockaddr_in a; a.sin_addr.s_addr = INADDR_LOOPBACK;",
        "htonl() is missing",
        "htonl()이 빠짐",
    ),
    "size of a pointer": ("char *p = *v; memset(p, 0, sizeof(p));", "sizeof(p) is", "sizeof(p)은"),
    "size of an address": (
        "fd_set f; memset(&f, 0, sizeof(&f));",
        "sizeof(&f) is",
        "포인터의 크기",
    ),
    "copied text": (
        'char b[4]; strcpy(b, "four");',
        "5 bytes into an array of 4",
        "4바이트 배열에 5",
    ),
    "copied array": ("char a[9] = {0}, b[4]; strcat(b, a);", "write 9 bytes", "9바이트를 쓸"),
    "read too much": ("char b[4]; read(0, b, 5);", "write 5 bytes", "5바이트를 쓸"),
    "no NUL": ("char b[4]; strncpy(b, *v, sizeof(b));", "puts no NUL", "NUL을 붙이지"),
    "wrong directive": ('long n = 1; printf("%d", n);', "%d does not fit", "long 형임"),
    "number as text": ('printf("%s", n);', "%s does not fit the argument: it is int", "int 형임"),
    "missing argument": ('printf("%d %*d", n, n);', "asks for 3 arguments, 2 are", "인수 3개"),
    "missing address": ('scanf("%d", n);', "%d does not fit", "%d에 맞지 않는"),
    "float for double": ('double d; scanf("%f", &d);', "it is double *", "double * 형임"),
}
SERVERS = {
    "zombies": ("if (fork() == 0) { serve(c); exit(0); } close(c);", "stay zombies", "좀비로 남음"),
    "open in the parent": (
        "if (fork() == 0) { close(s); serve(c); exit(0); } wait(0);",
        "the parent does not close `c`",
        "부모가 `c`을(를) 닫지",
    ),
    "open in the child": (
        "pid_t p = fork(); if (!p) { serve(c); exit(0); } close(c); wait(0);",
        "the child does not close `s`",
        "자식이 부모의 `s`을(를) 닫지",
    ),
    "child goes on": (
        "if (fork() == 0) { close(s); serve(c); } close(c); wait(0);",
        "the child does not exit",
        "자식이 exit()하지 않음",
    ),
}


def remarks(tmp_path, text):
    """What is said about a program, in both languages, without what was changed."""
    source = tmp_path / "a.c"
    source.write_text(LINT + text)
    notes = [note for note in port([source]).notes.all if note.kind != "changed"]
    return [note.english for note in notes], [note.korean for note in notes]


@pytest.mark.parametrize("name", SLIPS)
def test_explain_finds(name, tmp_path):
    body, english, korean = SLIPS[name]
    found = remarks(tmp_path, f"int main(int n, char **v) {{ {body} }}")
    assert [1, 1] == [len(texts) for texts in found], found
    assert (True, True) == (english in found[0][0], korean in found[1][0]), found


@pytest.mark.parametrize("name", SERVERS)
def test_explain_finds_in_servers(name, tmp_path):
    body, english, korean = SERVERS[name]
    found = remarks(tmp_path, SERVER % (SOCKET, ACCEPT + body))
    assert (True, True) == tuple(
        any(text in one for one in texts)
        for text, texts in zip((english, korean), found, strict=True)
    ), found
    assert len(found[0]) <= 2


def test_run_dies_by_sigfpe(tmp_path):
    source = tmp_path / "a.c"
    for expression in ("n / m", "n % m", "(long)n / m", "1ul % m"):
        source.write_text(f"int main(int n, char **v) {{ int m = n - 1; return {expression}; }}")
        done = command("run", source)
        assert -signal.SIGFPE == done.returncode, done.stderr
        assert "a.c" in done.stderr


ROOMS = {
    "read(fd, b, 100); read(fd, b, N); read(fd, b, sizeof(b)); read(fd, b, N - 1);": [],
    "read(fd, b, 101);": ["101 bytes where `b` has 100:"],
    "read(fd, b + n, N - n); recv(fd, &b[n], N - 1 - n, 0); read(fd, b + 9, 91);": [],
    "read(fd, b + n, sizeof(b) - n); read(fd, b + n + 1, N - (n + 1)); read(fd, b + n, 1);": [],
    "read(fd, &b[n], N - 1);": ["99 bytes where `b` has 100 at most"],
    "read(fd, b + 9, 92);": ["92 bytes where `b` has 91:"],
    "l = strlen(b); read(fd, b, l); l = write(fd, b, strlen(b)); read(fd, b + n, l - n);": [],
    "read(fd, b, n);": ["n bytes where `b` has 100:"],
    "read(fd, p, n); read(fd, p + m, n - m); read(fd, p, 1);": [],
    "p = a[0]; read(fd, p, 9); p = b;": ["9 bytes, and what `p` has cannot be seen"],
    "p = b; read(fd, p, N); p = malloc(N); fgets(p, N, stdin); p = NULL;": [],
    "p = b; p = calloc(2, 40); read(fd, p, 80); read(fd, p, N);": ["100 bytes where `p` has 80:"],
    "read(fd, (char *)&n, 4); read(fd, &n, sizeof(int)); read(fd, &v[m], sizeof(v[0]));": [],
    "read(fd, &n, 8);": ["8 bytes where `n` has 4:"],
    "fread(v, sizeof(int), 10, stdin); fread(v, sizeof v, 1, stdin); fread(v, 4, m % 10, stdin);": [],
    "fread(v, 4, 11, stdin);": ["44 bytes where `v` has 40:"],
    "read(fd, &k, sizeof(k)); read(fd, k.t, sizeof(k.t)); read(fd, q, sizeof(*q));": [],
    "read(fd, q->t, N);": ["100 bytes where `t` has 8:"],
    "fgets(r[m], 20, stdin); fgets(r[m], sizeof(r[0]), stdin);": [],
    "fgets(r[m], 21, stdin);": ["21 bytes where `r` has 20:"],
    'snprintf(b + strlen(b), sizeof(b) - strlen(b), "%d", n);': [],
    'snprintf(b + n, sizeof(b), "%d", n);': ["100 bytes where `b` has 100 at most"],
    "char c[m]; read(fd, c, m); read(fd, c, m - 1);": [],
    "char c[m]; read(fd, c, m + 1);": ["m + 1 bytes, and what `c` has"],
}


@pytest.mark.parametrize("body", ROOMS)
def test_counts_are_taken_on_trust_where_they_are_not_seen_to_fit(body, tmp_path):
    source = tmp_path / "a.c"
    source.write_text(f"""
        #include <stdio.h>
        #include <stdlib.h>
        #include <string.h>
        #include <unistd.h>
        #include <sys/socket.h>
        #define N 100
        struct k {{ int i; char t[8]; }};
        int main(int n, char **a) {{
            char b[N], r[3][20], *p = NULL; int fd = 0, l, m = atoi(a[1]), v[10];
            struct k k, *q = &k; m = abs(m);
            {body} }}""")
    made = port([source])
    notes = [note.english for note in made.notes.all if "`lenient`" in note.english]
    assert len(ROOMS[body]) == len(notes) == made.text.count("lenient("), made.text
    assert all(text in note for text, note in zip(ROOMS[body], notes, strict=True)), notes


def test_parameters_have_what_all_callers_give(tmp_path):
    source = tmp_path / "a.c"
    source.write_text("""
        #include <unistd.h>
        void one(char *p) { read(0, p, 8); }
        void two(char *p) { read(0, p, 9); }
        void pair(char *p, int n) { read(0, p, n); read(0, p + 1, n - 1); }
        int main(void) { char b[8], c[9]; one(b); one(c); two(b); two(c); pair(b, 8); }""")
    assert 1 == port([source]).text.count("lenient(")


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("read(0, b, 8); puts(b);", 1),
        ("fgets(b, 9, stdin); n = strlen(b); read(0, b, n % 9); write(1, b, n);", 0),
        ("read(0, b, 8); fgets(b, 9, stdin); puts(b);", 0),
        ("gets(b); puts(b); read(0, b, 8); puts(b);", 1),
        ("n = read(0, b, 8); b[n] = 0; puts(b); read(0, b, 8); puts(b);", 1),
        ("read(0, b, 8); end(b); puts(b);", 0),
        ("memset(b, 0, 9); read(0, b, 8); puts(b);", 0),
        ("while (n < 9) { if (n) puts(b); n += read(0, b, 8); b[8] = 0; }", 0),
        ("while (n < 9) { if (n) puts(b); n += read(0, b, 8); }", 1),
    ],
)
def test_explain_tells_which_texts_have_no_end(body, found, tmp_path):
    texts, _ = remarks(
        tmp_path, f"void end(char *p) {{ p[8] = 0; }} int main(int n) {{ char b[9]; {body} }}"
    )
    assert found == sum("nothing puts a NUL" in text for text in texts), texts


def test_explain_looks_at_the_read_above(tmp_path):
    text = """int main(void) { char b[9]; int n; if ((n = read(0, b, sizeof(b) - 1)) <= 0) return 1;
        b[n] = 0; puts(b); while ((n = read(0, b, sizeof(b))) > 0) write(1, b, n); }"""
    assert ([], []) == remarks(tmp_path, text)


def test_explain_is_silent_about_sound_programs():
    for name in ("echo_server", "echo_mpserv", "echo_storeserv", "chat_server", "op_server"):
        twin = Path(__file__).parents[1] / "c_peers" / f"{name}.c"
        if twin.is_file():
            assert [] == [note for note in port([twin]).notes.all if note.kind != "changed"], name


def test_both_programs_beside_one_another(tmp_path):
    source, page = tmp_path / "a.c", tmp_path / "a.html"
    source.write_text("int main(void)\n{\n    return 2 < 3; /* 예 */\n}\n")
    result = command("port", source, "--side-by-side", "--html", page)
    row = next(line for line in result.stdout.splitlines() if "return 2 < 3;" in line)
    assert row.endswith("|     return 2 < 3  # 예")
    assert "return 2 &lt; 3" in page.read_text(encoding="utf-8")


def test_several_files_become_one_program(tmp_path):
    (tmp_path / "add.h").write_text(
        "#ifndef ADD\n#define ADD\n#define THREE 3\nint add(int, int);\n#endif\n"
    )
    (tmp_path / "add.c").write_text('#include "add.h"\nint add(int a, int b) { return a + b; }\n')
    (tmp_path / "a.c").write_text(
        '#include <stdio.h>\n#include "add.h"\nint main(void) { return add(THREE, 4); }\n'
    )
    written = tmp_path / "a.py"
    assert 0 == command("port", tmp_path / "a.c", tmp_path / "add.c", "-o", written).returncode
    assert 7 == outcome([sys.executable, written])[1]


def test_without_the_grammar_it_says_how_to_install_it(tmp_path, monkeypatch, capsys):
    from pysock.port import commands

    monkeypatch.setattr(commands.importlib.util, "find_spec", lambda name: None)
    assert 1 == commands.main(["port", "a.c"])
    assert "pip install 'pysock-cffi[port]'" in capsys.readouterr().err


def test_ports_are_formatted(tmp_path):
    """Every port is as ruff would write it, at ruff's own width."""
    for name in ("echo_storeserv", "chat_selectserv", "op_client", "bound_host2"):
        text = port([Path(__file__).parents[1] / "c_peers" / f"{name}.c"]).text
        (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
    ruff = Path(sys.executable).with_name("ruff")
    result = subprocess.run(
        [ruff, "format", "--isolated", "--diff", tmp_path], capture_output=True, text=True
    )
    assert 0 == result.returncode, result.stdout
