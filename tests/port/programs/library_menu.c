#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct book Book;
struct book { int id; char title[40]; int lent; Book *next; };

static Book *shelf;
static int ids = 100;
static void (*actions[5])(void);

static void chomp(char *s) { s[strcspn(s, "\n")] = 0; }
static Book *find(int id) { Book *b = shelf; while (b && b->id != id) b = b->next; return b; }
static void add(void)
{
    Book *b = malloc(sizeof *b), **at = &shelf;
    printf("제목: ");
    fgets(b->title, sizeof b->title, stdin);
    chomp(b->title);
    b->id = ++ids;
    b->lent = 0;
    while (*at && strcmp((*at)->title, b->title) < 0)
        at = &(*at)->next;
    b->next = *at;
    *at = b;
    printf("%d번\n", b->id);
}
static int ask(const char *what)
{
    char line[16];
    printf("%s: ", what);
    return fgets(line, sizeof line, stdin) ? atoi(line) : 0;
}
static void lend(void)
{
    Book *b = find(ask("번호"));
    if (!b) printf("없음\n");
    else if (b->lent) printf("대출 중\n");
    else { b->lent = !b->lent; printf("빌림: %s\n", b->title); }
}
static void give_back(void)
{
    Book *b = find(ask("번호"));
    puts(b && b->lent ? (b->lent = 0, "반납") : "?");
}
static void list(void)
{
    const Book *b;
    int n = 0;
    for (b = shelf; b; b = b->next)
        printf("%2d. %d %-20s %s\n", ++n, b->id, b->title, b->lent ? "X" : "O");
}
static void drop(void)
{
    int id = ask("번호");
    Book **p;
    for (p = &shelf; *p; p = &(*p)->next)
        if ((*p)->id == id) {
            Book *gone = *p;
            *p = gone->next;
            free(gone);
            puts("삭제");
            return;
        }
    puts("없음");
}

int main(void)
{
    char line[16];
    int n;

    actions[0] = add; actions[1] = lend; actions[2] = give_back; actions[3] = list; actions[4] = drop;
    while (printf("> "), fgets(line, sizeof line, stdin)) {
        n = atoi(line);
        if (n == 0) break;
        if (n < 1 || n > 5) { printf("1..5\n"); continue; }
        (*actions[n - 1])();
    }
    while (shelf) { Book *b = shelf; shelf = b->next; free(b); }
    return ids - 100;
}
