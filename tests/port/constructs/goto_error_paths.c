#include <stdio.h>
#include <stdlib.h>

static int attempt(int fail_at)
{
    char *a = NULL, *b = NULL;
    FILE *f = NULL;
    int result = -1;

    a = malloc(10);
    if (a == NULL || fail_at == 1)
        goto out;
    b = malloc(20);
    if (b == NULL || fail_at == 2)
        goto free_a;
    f = fopen("attempt.txt", "w");
    if (f == NULL || fail_at == 3)
        goto free_b;
    fprintf(f, "attempt %d\n", fail_at);
    fclose(f);
    result = 0;
free_b:
    printf("free b ");
    free(b);
free_a:
    printf("free a ");
    free(a);
out:
    printf("result %d\n", result);
    return result;
}

int main(void)
{
    int i, failures = 0;
    for (i = 0; i < 4; i++)
        if (attempt(i) < 0)
            failures++;
    return failures;
}
