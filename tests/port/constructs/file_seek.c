#include <stdio.h>
#include <string.h>

int main(void)
{
    FILE *f = fopen("seek.txt", "w+");
    char line[32];
    int c, n = 0;
    long size;

    if (f == NULL)
        return 1;
    for (n = 0; n < 5; n++)
        fprintf(f, "line %d\n", n);
    size = ftell(f);
    rewind(f);
    while ((c = fgetc(f)) != EOF)
        if (c == '\n')
            n--;
    printf("%ld %d %d\n", size, n, feof(f) != 0);
    clearerr(f);
    fseek(f, 7, SEEK_SET);
    fgets(line, sizeof(line), f);
    printf("%s", line);
    fseek(f, -7L, SEEK_END);
    fgets(line, sizeof line, f);
    line[strlen(line) - 1] = 0;
    printf("%s at %ld\n", line, ftell(f));
    fseek(f, 0, SEEK_SET);
    fputs("LINE", f);
    fseek(f, 0, SEEK_CUR);
    c = getc(f);
    ungetc('!', f);
    printf("%d %c\n", c, getc(f));
    fclose(f);

    f = fopen("seek.txt", "a");
    fputs("last\n", f);
    fclose(f);
    f = fopen("seek.txt", "r");
    while (fgets(line, sizeof(line), f))
        fputs(line, stdout);
    printf("%d\n", fclose(f));
    if ((f = fopen("missing/none.txt", "r")) == NULL)
        printf("cannot open\n");
    remove("seek.txt");
    return 0;
}
