-- Which fold made the rows: another one folds the log anew beside them.

create table steward.fold_version (
    version varchar(200) primary key
);
