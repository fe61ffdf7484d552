#include <stdio.h>
#include <string.h>
#include <stdlib.h>

struct record { int id; char name[16]; double score; };

static int parse(char *line, struct record *r)
{
    char *field, *save;
    int n = 0;

    for (field = strtok_r(line, ",\n", &save); field; field = strtok_r(NULL, ",\n", &save), n++) {
        switch (n) {
        case 0: r->id = atoi(field); break;
        case 1: snprintf(r->name, sizeof r->name, "%s", field); break;
        case 2: r->score = atof(field); break;
        }
    }
    return n;
}

int main(void)
{
    char text[] = "1,kim,90.5\n2,lee\n3,a very long name indeed,71\n,,\n";
    char *line, *save, *rest = text, copy[64];
    struct record r;

    for (line = strtok_r(text, "\n", &save); line != NULL; line = strtok_r(NULL, "\n", &save)) {
        int n;
        memset(&r, 0, sizeof(r));
        strcpy(copy, line);
        n = parse(copy, &r);
        printf("%d: %d %s %.1f\n", n, r.id, r.name, r.score);
    }
    strcpy(copy, "a::b:");
    rest = copy;
    while ((line = strsep(&rest, ":")) != NULL)
        printf("<%s>", line);
    printf("\n");
    return 0;
}
