#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void)
{
    FILE *fp = fopen("out.txt", "w");
    char line[80];
    int i, total = 0;

    if (fp == NULL) {
        perror("fopen");
        exit(1);
    }
    for (i = 1; i <= 5; i++)
        fprintf(fp, "%d squared is %d\n", i, i * i);
    fclose(fp);
    fp = fopen("out.txt", "r");
    while (fgets(line, sizeof(line), fp)) {
        total += strlen(line);
        fputs(line, stdout);
    }
    printf("%d %d\n", total, feof(fp) != 0);
    rewind(fp);
    fscanf(fp, "%d squared is %d", &i, &total);
    printf("%d %d %ld\n", i, total, ftell(fp));
    fclose(fp);
    printf("%d\n", fopen("missing.txt", "r") == NULL);
    return 0;
}
