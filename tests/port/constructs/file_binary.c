#include <stdio.h>
#include <string.h>

typedef struct {
    char name[12];
    int score;
} record;

int main(void)
{
    record list[3] = {{"kim", 90}, {"lee", 85}, {"park", 70}}, r;
    FILE *f = fopen("records.dat", "wb");
    int c, n = 0;

    n = fwrite(list, sizeof(record), 3, f);
    fclose(f);
    f = fopen("records.dat", "rb+");
    fseek(f, sizeof(record), SEEK_SET);
    fread(&r, sizeof(r), 1, f);
    printf("%d %s %d\n", n, r.name, r.score);
    r.score = 100;
    fseek(f, -(long)sizeof(r), SEEK_CUR);
    fwrite(&r, sizeof(r), 1, f);
    fseek(f, 0, SEEK_END);
    printf("%ld\n", ftell(f));
    rewind(f);
    n = 0;
    while ((c = fgetc(f)) != EOF)
        n += c;
    printf("%d\n", n);
    fclose(f);
    return 0;
}
