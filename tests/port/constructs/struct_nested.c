#include <stdio.h>
#include <string.h>

struct date { int year, month, day; };
struct person {
    char name[20];
    struct date born;
    struct { char city[12]; int code; } home;
    struct date *wedding;
};

static int older(struct person a, struct person b)
{
    if (a.born.year != b.born.year)
        return a.born.year < b.born.year;
    return a.born.month < b.born.month;
}

static void show(const struct person *p)
{
    printf("%s %d-%02d-%02d %s/%d", p->name, p->born.year, p->born.month, p->born.day,
           p->home.city, p->home.code);
    if (p->wedding)
        printf(" married %d", p->wedding->year);
    printf("\n");
}

int main(void)
{
    struct date day = {2020, 5, 5};
    struct person kim = {"Kim", {1999, 12, 31}, {"Seoul", 4123}, NULL};
    struct person lee, *p = &lee;

    lee = kim;
    strcpy(lee.name, "Lee");
    p->born.year--;
    p->born = day;
    p->home.code = 82;
    p->wedding = &day;
    day.year = 2021;
    show(&kim);
    show(p);
    printf("%d %d %zu\n", older(kim, lee), older(lee, *p), sizeof(struct date));
    return 0;
}
