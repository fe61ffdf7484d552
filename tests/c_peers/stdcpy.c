/* As syscpy, but through stdio, whose buffers save nearly all of the system calls. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define BUF_SIZE 3

static void error_handling(const char *message);

int
main(void)
{
    FILE *fp1, *fp2;
    char buf[BUF_SIZE];
    struct timespec start, end;

    fp1 = fopen("news.txt", "r");
    fp2 = fopen("cpy.txt", "w");
    if (fp1 == NULL || fp2 == NULL)
        error_handling("fopen() error!");

    clock_gettime(CLOCK_MONOTONIC, &start);
    while (fgets(buf, BUF_SIZE, fp1) != NULL)
        if (fputs(buf, fp2) == EOF)
            error_handling("fputs() error!");
    if (ferror(fp1))
        error_handling("fgets() error!");
    if (fclose(fp2) == EOF)
        error_handling("fclose() error!");
    clock_gettime(CLOCK_MONOTONIC, &end);

    fclose(fp1);
    printf("Copied in %.6f sec \n",
           (end.tv_sec - start.tv_sec) + (end.tv_nsec - start.tv_nsec) / 1000000000.0);
    return 0;
}

static void
error_handling(const char *message)
{
    fputs(message, stderr);
    fputc('\n', stderr);
    exit(1);
}
