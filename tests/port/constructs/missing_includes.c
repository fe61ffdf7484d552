int main()
{
    char buf[20];
    int n;

    strcpy(buf, "no includes");
    n = strlen(buf);
    printf("%s %d\n", buf, n);
    memset(buf, 'x', 3);
    puts(buf);
    printf("%d\n", atoi("42") + abs(-3));
    exit(3);
}
