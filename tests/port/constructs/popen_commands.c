#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

int main(void)
{
    char line[64];
    FILE *p;
    int n = 0, status;

    p = popen("echo one; echo two; echo three", "r");
    if (p == NULL)
        return 1;
    while (fgets(line, sizeof(line), p) != NULL) {
        line[strlen(line) - 1] = '\0';
        printf("%d=%s ", ++n, line);
    }
    status = pclose(p);
    printf("%d\n", status);
    fflush(stdout);
    p = popen("sort", "w");
    fprintf(p, "pear\napple\n");
    fputs("fig\n", p);
    pclose(p);
    status = pclose(popen("exit 4", "r"));
    printf("%d\n", WEXITSTATUS(status));
    setenv("GREETING", "hello there", 1);
    fflush(stdout);
    system("echo $GREETING");
    printf("%s\n", getenv("GREETING"));
    printf("%s\n", getenv("NO_SUCH_NAME_HERE") ? "set" : "unset");
    return 0;
}
