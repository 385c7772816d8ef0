//! Who acts, what the role may do, and how far the eye reaches.
//!
//! The permission table is one value, [`PERMISSIONS`]; every route names a permission and every lookup takes
//! an [`Actor`], so that what somebody may not see cannot even be loaded. County and city supervisors are one
//! role at different nodes of the tree. Nobody, the administrator included, has a permission to change a
//! unit's figures: there is none.

/// 填报员, 审核员, 审计员, 管理员.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Fills in and sends for the own unit.
    Clerk,
    /// Arranges campaigns and reviews within the subtree of a unit.
    Supervisor,
    /// Reads what a supervisor reads, and the audit log; changes nothing.
    Auditor,
    /// Accounts and units; no drafts, no figures.
    Administrator,
}

impl Role {
    pub const ALL: [Role; 4] = [Role::Clerk, Role::Supervisor, Role::Auditor, Role::Administrator];

    /// The name in database and API.
    pub fn code(self) -> &'static str {
        match self {
            Role::Clerk => "clerk",
            Role::Supervisor => "supervisor",
            Role::Auditor => "auditor",
            Role::Administrator => "administrator",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Role::Clerk => "填报员",
            Role::Supervisor => "审核员",
            Role::Auditor => "审计员",
            Role::Administrator => "管理员",
        }
    }

    /// The name of an account that is made for an office before anybody knows who will sit there:
    /// `南麻市场监管所填报员`.
    pub fn at_office(self, office: &str) -> String {
        let office: String = office.chars().take(50).collect();
        format!("{office}{}", self.label())
    }

    pub fn from_code(code: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.code() == code || role.label() == code)
    }

    pub fn may(self, permission: Permission) -> bool {
        PERMISSIONS.iter().any(|(known, roles)| *known == permission && roles.contains(&self))
    }
}

/// What a route or a verb asks of a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Permission {
    /// The own account: password, tokens, messages, the home page.
    Own,
    /// The second step of the own sign-in: who sees or decides about others.
    SecondFactor,
    /// Drafts and sending of the own unit.
    FillIn,
    /// Files of other material: of the own unit; a supervisor's node, and 代报.
    SendFiles,
    /// What units sent: submissions, receipts, files; the clerk the own unit's.
    ReadSubmissions,
    /// Board, totals, workbooks of a subtree; campaigns.
    ReadReports,
    /// Accept, return, exempt, extend, 代报.
    Review,
    /// Make, publish, close campaigns; move a deadline.
    Arrange,
    /// Accounts and the unit tree.
    Administer,
    ReadAudit,
}

/// The whole of who may do what.
pub const PERMISSIONS: [(Permission, &[Role]); 10] = {
    use Role::{Administrator, Auditor, Clerk, Supervisor};
    [
        (Permission::Own, &[Clerk, Supervisor, Auditor, Administrator]),
        (Permission::SecondFactor, &[Supervisor, Auditor, Administrator]),
        (Permission::FillIn, &[Clerk]),
        (Permission::SendFiles, &[Clerk, Supervisor]),
        (Permission::ReadSubmissions, &[Clerk, Supervisor, Auditor]),
        (Permission::ReadReports, &[Supervisor, Auditor]),
        (Permission::Review, &[Supervisor]),
        (Permission::Arrange, &[Supervisor]),
        (Permission::Administer, &[Administrator]),
        (Permission::ReadAudit, &[Auditor, Administrator]),
    ]
};

/// Somebody signed in (or a token's owner), as every verb receives them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// Number of the account.
    pub account: i64,
    pub login: String,
    pub name: String,
    pub role: Role,
    /// Number, code, name and path (`/1/5/`) of the unit the account belongs to.
    pub unit: i64,
    pub unit_code: String,
    pub unit_name: String,
    pub path: String,
    /// Whether this installation keeps the roles apart: then the log is the auditor's alone.
    pub apart: bool,
}

impl Actor {
    pub fn may(&self, permission: Permission) -> bool {
        let is_withheld =
            self.apart && self.role == Role::Administrator && permission == Permission::ReadAudit;
        self.role.may(permission) && !is_withheld
    }

    /// Who filled the sheet in, where nothing else is said; an account that is named for an office is nobody's name.
    pub fn signs_as(&self) -> &str {
        if self.name.ends_with(self.role.label()) { "" } else { &self.name }
    }

    /// Whether figures of the unit with this path are within sight.
    pub fn reaches(&self, path: &str) -> bool {
        match self.role {
            Role::Clerk => path == self.path,
            Role::Supervisor | Role::Auditor => path.starts_with(&self.path),
            Role::Administrator => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn actor(role: Role, path: &str) -> Actor {
        let text = String::new;
        Actor {
            account: 1,
            login: text(),
            name: text(),
            role,
            unit: 1,
            unit_code: text(),
            unit_name: text(),
            path: path.to_owned(),
            apart: false,
        }
    }

    #[test]
    fn an_office_fills_nothing_in_its_people_do() {
        for (name, signs) in [("王丽", "王丽"), ("南麻市场监管所填报员", ""), ("填报员", "")]
        {
            let clerk = Actor { name: name.to_owned(), ..actor(Role::Clerk, "/1/") };
            assert_eq!(clerk.signs_as(), signs);
        }
        assert_eq!(Role::Clerk.at_office("南麻市场监管所"), "南麻市场监管所填报员");
        assert_eq!(Role::Clerk.at_office(&"所".repeat(80)).chars().count(), 53);
    }

    #[test]
    fn sight_ends_where_the_role_ends() {
        for (role, own, path, sees) in [
            (Role::Clerk, "/1/5/9/", "/1/5/9/", true),
            (Role::Clerk, "/1/5/", "/1/5/9/", false),
            (Role::Clerk, "/1/5/9/", "/1/5/", false),
            (Role::Supervisor, "/1/5/", "/1/5/9/", true),
            (Role::Supervisor, "/1/5/", "/1/5/", true),
            (Role::Supervisor, "/1/5/", "/1/55/", false),
            (Role::Supervisor, "/1/5/", "/1/", false),
            (Role::Auditor, "/1/", "/1/5/9/", true),
            (Role::Administrator, "/1/", "/1/5/", false),
        ] {
            assert_eq!(actor(role, own).reaches(path), sees, "{role:?} at {own} looks at {path}");
        }
    }

    #[test]
    fn every_permission_stands_in_the_table_once() {
        let mut seen = std::collections::HashSet::new();
        assert!(PERMISSIONS.iter().all(|(permission, roles)| seen.insert(*permission) && !roles.is_empty()));
        assert!(Role::Administrator.may(Permission::Administer));
        assert!(!Role::Administrator.may(Permission::ReadSubmissions));
        for (role, apart, reads) in [
            (Role::Administrator, false, true),
            (Role::Administrator, true, false),
            (Role::Auditor, true, true),
        ] {
            let actor = Actor { apart, ..actor(role, "/1/") };
            assert_eq!(actor.may(Permission::ReadAudit), reads, "{role:?} {apart}");
        }
    }
}
