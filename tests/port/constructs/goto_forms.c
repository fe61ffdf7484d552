#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* one label, loops, a switch, break and continue through the block */
static int scan(const char *text, int limit)
{
    int i, n = 0;
    for (i = 0; text[i]; i++) {
        int value;
        if (text[i] == ' ')
            goto next;
        value = text[i] - '0';
        if (value < 0)
            break;
        if (value > limit) {
            n += 100;
            goto next;
        }
        n += value;
next:
        ;
    }
    return n;
}

static int open_all(int fail)
{
    char *a = NULL, *b = NULL;
    int ret = -1;
    a = malloc(4);
    if (!a || fail == 1)
        goto err_a;
    b = malloc(4);
    if (!b || fail == 2)
        goto err_b;
    if (fail == 3) {
        ret = 3;
        goto out;
    }
    free(b);
    free(a);
    return 0;
err_b:
    printf("err_b ");
    free(b);
err_a:
    printf("err_a ");
    free(a);
    if (fail == 1)
        goto out;
    printf("both ");
out:
    return ret;
}

static int menu(const char *keys)
{
    int at = 0, score = 0;
    while (keys[at]) {
        for (;;) {
            switch (keys[at++]) {
            case 'q':
                goto quit;
            case 'n':
                goto again;
            case 'b':
                if (score > 2)
                    break;
                score++;
                continue;
            case 'x':
                if (score) goto done;
                break;
            case 0:
                return -score;
            default:
                score += 10;
            }
            if (score > 50)
                break;
        }
        score -= 5;
again:
        score++;
        if (score % 7 == 0)
            continue;
        if (score > 70)
            break;
    }
done:
    score += 1000;
quit:
    printf("quit %d\n", score);
    return score;
}

static int retry(int n)
{
    int tries = 0, got;
retry:
    tries++;
    got = tries * n;
    if (got < 10)
        goto retry;
    if (got > 40)
        goto fail;
    while (1) {
        got += 3;
        if (got % 5 == 0)
            goto retry_other;
        if (got > 100)
            goto fail;
        if (tries < 9 && got % 4 == 0)
            goto retry;
    }
retry_other:
    got++;
    if (got < 30)
        goto retry_other;
    return got;
fail:
    return -tries;
}

static int crossing(int n)
{
    int steps = 0;
    if (n & 1)
        goto middle;
top:
    steps += 1;
    if (steps > 20)
        goto end;
middle:
    steps += 10;
    if (n-- > 0)
        goto top;
end:
    return steps;
}

static int found(int key)
{
    int i, j;
    for (i = 0; i < 5; i++)
        for (j = 0; j < 5; j++)
            if (i * j == key)
                goto found;
found:
    return i * 10 + j;
}

static int skipped(int n)
{
    if (n > 3)
        goto out;
    int late = n * 2;
    char text[8] = "abc";
    printf("%s %d ", text, late);
    if (n == 2) goto out;
    printf("low ");
out:
    if (n <= 3) printf("[%d]", late);
    return n;
}

int main(void)
{
    int n;
    printf("%d %d\n", scan("1 2 9 3-4", 5), scan("", 1));
    for (n = 0; n < 4; n++)
        printf("%d\n", open_all(n));
    printf("%d\n", menu("abxcnq"));
    printf("%d\n", menu("bbbbdddddddddndx"));
    printf("%d\n", menu("nnnnnnndddddddddddddddddd"));
    for (n = 1; n < 30; n += 4)
        printf("%d ", retry(n));
    for (n = 0; n < 6; n++)
        printf("%d %d %d ", crossing(n), found(n * 3), skipped(n));
    printf("\n");
    return 0;
}
