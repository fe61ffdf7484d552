#include <stdio.h>
#include <string.h>
#include <fcntl.h>
#include <unistd.h>

typedef struct {
    int id;
    char name[12];
    double score;
} Student;

int main(void)
{
    Student s[3] = {{1, "kim", 90.5}, {2, "lee", 80.25}, {3, "park", 70}}, one;
    FILE *f;
    int fd, n;

    f = fopen("students.dat", "wb");
    printf("%zu\n", fwrite(s, sizeof(Student), 3, f));
    fclose(f);
    f = fopen("students.dat", "rb+");
    fseek(f, sizeof(Student), SEEK_SET);
    n = fread(&one, sizeof one, 1, f);
    printf("%d %d %s %.2f\n", n, one.id, one.name, one.score);
    one.score += 10;
    fseek(f, -(long)sizeof(one), SEEK_CUR);
    fwrite(&one, sizeof(one), 1, f);
    fclose(f);

    fd = open("students.dat", O_RDONLY);
    while ((n = read(fd, &one, sizeof(one))) == sizeof(one))
        printf("%d %s %.1f\n", one.id, one.name, one.score);
    printf("%d %ld\n", n, (long)lseek(fd, 0, SEEK_END));
    close(fd);
    return 0;
}
