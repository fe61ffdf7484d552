#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <pthread.h>
#include <sys/socket.h>

#define BUF_SIZE 1024
#define SMALL_BUF 100

void* request_handler(void* arg);
void send_data(FILE* fp, char* ct, char* file_name);
char* content_type(char* file);
void send_error(FILE* fp);

/* 요청 세 개를 차례로 보내는 웹 서버 */
int main(int argc, char *argv[])
{
	int sv[2], i;
	char buf[BUF_SIZE];
	int n;
	pthread_t t_id;
	char *requests[3] = {
		"GET /index.html HTTP/1.0\r\nHost: a\r\n\r\n",
		"POST /x HTTP/1.0\r\n\r\n",
		"GET /note.txt HTTP/1.1\r\n\r\n" };
	FILE *f;

	f = fopen("index.html", "w"); fputs("<html><body>안녕</body></html>\n", f); fclose(f);
	f = fopen("note.txt", "w"); fputs("line 1\nline 2\n", f); fclose(f);

	for (i = 0; i < 3; i++) {
		socketpair(PF_UNIX, SOCK_STREAM, 0, sv);
		write(sv[0], requests[i], strlen(requests[i]));
		shutdown(sv[0], SHUT_WR);
		pthread_create(&t_id, NULL, request_handler, &sv[1]);
		while ((n = read(sv[0], buf, sizeof(buf) - 1)) > 0) {
			buf[n] = 0;
			printf("%s", buf);
		}
		pthread_join(t_id, NULL);
		printf("----\n");
		close(sv[0]);
	}
	return 0;
}

void* request_handler(void *arg)
{
	int clnt_sock=*((int*)arg);
	char req_line[SMALL_BUF], rest[SMALL_BUF];
	FILE* clnt_read;
	FILE* clnt_write;

	char method[10];
	char ct[15];
	char file_name[30];

	clnt_read=fdopen(clnt_sock, "r");
	clnt_write=fdopen(dup(clnt_sock), "w");
	fgets(req_line, SMALL_BUF, clnt_read);
	while(fgets(rest, SMALL_BUF, clnt_read)!=NULL);
	fclose(clnt_read);
	if(strstr(req_line, "HTTP/")==NULL)
	{
		send_error(clnt_write);
		return NULL;
	}

	strcpy(method, strtok(req_line, " /"));
	strcpy(file_name, strtok(NULL, " /"));
	strcpy(ct, content_type(file_name));
	if(strcmp(method, "GET")!=0)
	{
		send_error(clnt_write);
		return NULL;
	}
	send_data(clnt_write, ct, file_name);
	return NULL;
}

void send_data(FILE* fp, char* ct, char* file_name)
{
	char protocol[]="HTTP/1.0 200 OK\r\n";
	char cnt_type[SMALL_BUF];
	char buf[BUF_SIZE];
	FILE* send_file;

	sprintf(cnt_type, "Content-type:%s\r\n\r\n", ct);
	send_file=fopen(file_name, "r");
	if(send_file==NULL)
	{
		send_error(fp);
		return;
	}
	fputs(protocol, fp);
	fputs(cnt_type, fp);
	while(fgets(buf, BUF_SIZE, send_file)!=NULL)
	{
		fputs(buf, fp);
		fflush(fp);
	}
	fclose(send_file);
	fclose(fp);
}

char* content_type(char* file)
{
	char extension[SMALL_BUF];
	char file_name[SMALL_BUF];
	strcpy(file_name, file);
	strtok(file_name, ".");
	char *ext = strtok(NULL, ".");
	if (ext == NULL)
		return "text/plain";
	strcpy(extension, ext);

	if(!strcmp(extension, "html")||!strcmp(extension, "htm"))
		return "text/html";
	else
		return "text/plain";
}

void send_error(FILE* fp)
{
	fputs("HTTP/1.0 400 Bad Request\r\n\r\n", fp);
	fclose(fp);
}
